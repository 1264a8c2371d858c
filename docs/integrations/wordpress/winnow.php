<?php
/**
 * Plugin Name: Winnow
 * Description: Asks Winnow where the Akismet plugin would ask Akismet, and does what Winnow's moderators decide.
 *
 * A file for wp-content/mu-plugins/. It needs the Akismet plugin, PHP 7.4, and in wp-config.php:
 *
 *   define( 'WINNOW_URL', 'http://127.0.0.1:8377' );   // where `winnow web` listens
 *   define( 'WPCOM_API_KEY', '...' );                  // winnow token add blog --scope blog
 *   define( 'WINNOW_WEBHOOK_SECRET', 'whsec_...' );    // of the webhook for https://BLOG/wp-json/winnow/v1/decisions
 *
 * Without the secret it asks, and takes no decisions.
 */

namespace Winnow;

// The hosts that the Akismet plugin asks; an old one sends the key as the first label.
const AKISMET_HOST = '/(^|\.)rest\.akismet\.com$/i';
// Seconds between a delivery's signature and its arrival; Standard Webhooks asks for a bound, so that none is replayed.
const TOLERANCE_S = 300;
// Where the Akismet plugin keeps what the answer named a comment by.
const GUID = 'akismet_guid';
// When the newest decision that was carried out was made: deliveries may come late, and in any order.
const DECIDED = 'winnow_decided_at';
// What becomes of a comment, by the verdict that stands.
const STATUSES = array(
	'allow'  => 'approve',
	'review' => 'hold',
	'spam'   => 'spam',
);

/**
 * Sends what is meant for Akismet's host to Winnow.
 *
 * @param mixed  $answer    What another filter has answered already; false where none has.
 * @param array  $arguments Of the request.
 * @param string $url       That was to be asked.
 * @return mixed The answer.
 */
function ask_winnow( $answer, $arguments, $url ) {
	$parts = parse_url( $url );
	$host  = is_array( $parts ) && isset( $parts['host'] ) ? $parts['host'] : '';
	if ( ! defined( 'WINNOW_URL' ) || ! preg_match( AKISMET_HOST, $host ) ) {
		return $answer;
	}
	$arguments['headers']            = isset( $arguments['headers'] ) && is_array( $arguments['headers'] ) ? $arguments['headers'] : array();
	$arguments['headers']['Host']    = $host;
	$arguments['reject_unsafe_urls'] = false;
	$query                           = isset( $parts['query'] ) ? '?' . $parts['query'] : '';
	return wp_remote_request( rtrim( WINNOW_URL, '/' ) . ( isset( $parts['path'] ) ? $parts['path'] : '/' ) . $query, $arguments );
}

/**
 * Tells whether a delivery was signed with our secret, and lately (https://www.standardwebhooks.com).
 *
 * @param string $secret    whsec_ and the key in base64.
 * @param string $id        The header webhook-id.
 * @param string $timestamp The header webhook-timestamp: seconds since 1970.
 * @param string $signed    The header webhook-signature: v1, and a signature in base64; several are parted by spaces.
 * @param string $body      As it came.
 * @param int    $now       Seconds since 1970.
 * @return bool
 */
function is_signed( $secret, $id, $timestamp, $signed, $body, $now ) {
	$key = base64_decode( preg_replace( '/^whsec_/', '', $secret ), true );
	if ( ! $key || '' === $id || ! ctype_digit( $timestamp ) || abs( $now - (int) $timestamp ) > TOLERANCE_S ) {
		return false;
	}
	$expected = base64_encode( hash_hmac( 'sha256', $id . '.' . $timestamp . '.' . $body, $key, true ) );
	$is_ours  = false;
	foreach ( explode( ' ', $signed ) as $one ) {
		$is_ours = hash_equals( 'v1,' . $expected, $one ) || $is_ours;
	}
	return $is_ours;
}

/**
 * Reads what a delivery decides: of which comment, what, and when.
 *
 * @param string $body As it came.
 * @return array|null `guid`, `status` and `at` (seconds since 1970); null where it decides nothing here.
 */
function decision( $body ) {
	$told = json_decode( $body, true );
	if ( ! is_array( $told ) || ! isset( $told['type'], $told['timestamp'], $told['data']['guid'], $told['data']['after'] ) ) {
		return null;
	}
	$at = strtotime( (string) $told['timestamp'] );
	if ( 'comment.verdict_changed' !== $told['type'] || false === $at || ! isset( STATUSES[ $told['data']['after'] ] ) ) {
		return null;
	}
	return array(
		'guid'   => (string) $told['data']['guid'],
		'status' => STATUSES[ $told['data']['after'] ],
		'at'     => $at,
	);
}

/**
 * Carries a decision out on the comments that it is about.
 *
 * @param array $decision As `decision` reads it.
 * @return int How many comments changed.
 */
function carry_out( $decision ) {
	$changed  = 0;
	$comments = get_comments(
		array(
			'status'     => 'any',
			'meta_key'   => GUID,
			'meta_value' => $decision['guid'],
		)
	);
	// What Winnow says need not be told to Winnow.
	remove_action( 'transition_comment_status', array( 'Akismet', 'transition_comment_status' ), 10 );
	foreach ( $comments as $comment ) {
		$is_late = (int) get_comment_meta( $comment->comment_ID, DECIDED, true ) > $decision['at'];
		if ( $is_late || 'trash' === wp_get_comment_status( $comment ) ) {
			continue;
		}
		update_comment_meta( $comment->comment_ID, DECIDED, $decision['at'] );
		$changed += wp_set_comment_status( $comment->comment_ID, $decision['status'] ) ? 1 : 0;
	}
	return $changed;
}

/**
 * Lets a delivery in.
 *
 * @param \WP_REST_Request $request The delivery.
 * @return bool
 */
function may_decide( $request ) {
	return defined( 'WINNOW_WEBHOOK_SECRET' ) && is_signed(
		WINNOW_WEBHOOK_SECRET,
		(string) $request->get_header( 'webhook-id' ),
		(string) $request->get_header( 'webhook-timestamp' ),
		(string) $request->get_header( 'webhook-signature' ),
		$request->get_body(),
		time()
	);
}

/**
 * Answers a delivery.
 *
 * @param \WP_REST_Request $request The delivery.
 * @return array How many comments changed.
 */
function decide( $request ) {
	$decision = decision( $request->get_body() );
	return array( 'changed' => null === $decision ? 0 : carry_out( $decision ) );
}

/**
 * Makes the address that Winnow tells of decisions.
 */
function routes() {
	register_rest_route(
		'winnow/v1',
		'/decisions',
		array(
			'methods'             => 'POST',
			'callback'            => __NAMESPACE__ . '\decide',
			'permission_callback' => __NAMESPACE__ . '\may_decide',
		)
	);
}

if ( defined( 'ABSPATH' ) ) {
	add_filter( 'pre_http_request', __NAMESPACE__ . '\ask_winnow', 10, 3 );
	add_action( 'rest_api_init', __NAMESPACE__ . '\routes' );
}
