from kombu import Connection


def test_a_broker_passes_a_message_on(broker_url: str) -> None:
    with Connection(broker_url, connect_timeout=60) as connection:
        queue = connection.SimpleQueue("test-brokers")
        queue.put({"ids": [1, 2]})
        message = queue.get(timeout=60)
        message.ack()
        queue.close()

    assert message.payload == {"ids": [1, 2]}
