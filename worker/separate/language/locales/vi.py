"""Vietnamese."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="vi",
    nouns="bình luận|phản hồi|nhận xét|ý kiến|trả lời",
    announcing="phản hồi|nhận xét|ý kiến về|suy nghĩ về",
    headings="bình luận|phản hồi|nhận xét|ý kiến bạn đọc|thảo luận",
    counted="… có # bình luận",
    spelled=(
        "một bình luận=1|một phản hồi=1|một nhận xét=1|một suy nghĩ=1|chưa có bình luận=0|"
        "không có nhận xét nào=0|không có bình luận=0|chưa có bình luận nào=0"
    ),
    about="về|cho|trong|trên|đến|ở",
    says="viết|nói|đã viết|đã nói|đã bình luận|cho biết|đã phản hồi",
    by="đăng bởi|được đăng bởi|viết bởi|bởi",
    tail="trả lời|phản hồi|liên kết|báo cáo|lúc",
    answering="trả lời cho |trả lời |để trả lời ",
    persons="tôi|mình|tui|bạn|tao|mày|ạ|nhé|ơn",
    reply="trả lời|phản hồi|trích dẫn|báo cáo|chia sẻ|thích",
    form=(
        "để lại một bình luận|trả lời hủy|để lại bình luận|gửi phản hồi|đăng nhận xét|viết bình luận|"
        "hủy trả lời|email của bạn sẽ không|các trường bắt buộc|không có nhận xét nào|bạn phải đăng nhập"
    ),
    removed_what="bình luận này|nhận xét này|bình luận của bạn|bình luận",
    removed=(
        "đã bị xóa|đã bị xoá|đã được xóa|đã bị xóa bởi tác giả|đã bị gỡ|đã bị gỡ bỏ|đang chờ kiểm duyệt|"
        "đang chờ phê duyệt|chờ kiểm duyệt|đang chờ duyệt"
    ),
    removed_by="bởi",
    furniture="thành|viên|khách|phiếu|lúc|vào|ngày",
    promo_labels="xem|đọc|xem thêm|đọc thêm|xem tiếp",
    promos="xem thêm|đọc thêm|đọc tiếp",
    bylines="viết bởi|tác giả|theo|bởi",
    dated="ngày|ngày đăng|cập nhật",
    month_word="tháng",
    month_numbers={
        "một": 1,
        "giêng": 1,
        "hai": 2,
        "ba": 3,
        "tư": 4,
        "năm": 5,
        "sáu": 6,
        "bảy": 7,
        "tám": 8,
        "chín": 9,
        "mười": 10,
        "mười một": 11,
        "mười hai": 12,
        "chạp": 12,
    },
    ago="trước",
    half_days={"sa": 0, "ch": 12, "sáng": 0, "chiều": 12, "tối": 12},
    joiners="ngày|năm|lúc|vào",
    ordinals="tháng",
)
