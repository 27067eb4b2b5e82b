<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="ko">
<context>
    <name>Day</name>
    <message>
        <source>%1시</source>
        <translation>%1:00</translation>
    </message>
    <message>
        <source>%1개 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1분</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>Hours</name>
    <message>
        <source>월</source>
        <translation>Mon</translation>
    </message>
    <message>
        <source>화</source>
        <translation>Tue</translation>
    </message>
    <message>
        <source>수</source>
        <translation>Wed</translation>
    </message>
    <message>
        <source>목</source>
        <translation>Thu</translation>
    </message>
    <message>
        <source>금</source>
        <translation>Fri</translation>
    </message>
    <message>
        <source>토</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>일</source>
        <translation>Sun</translation>
    </message>
</context>
<context>
    <name>MenuPage</name>
    <message>
        <source>남음 %1</source>
        <translation>%1 left</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>영수증</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>주문 %1</source>
        <translation>Order %1</translation>
    </message>
    <message>
        <source>배달비</source>
        <translation>Delivery fee</translation>
    </message>
    <message>
        <source>포인트</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>결제 금액</source>
        <translation>Paid</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>재출력 (%1번째)</source>
        <translation>REPRINT (copy %1)</translation>
    </message>
    <message>
        <source>취소된 주문</source>
        <translation>CANCELLED</translation>
    </message>
    <message>
        <source>포장</source>
        <translation>Takeaway</translation>
    </message>
    <message>
        <source>배달</source>
        <translation>Delivery</translation>
    </message>
    <message>
        <source>주문 %1</source>
        <translation>Order %1</translation>
    </message>
    <message>
        <source>%1까지</source>
        <translation>by %1</translation>
    </message>
    <message>
        <source>요청: %1</source>
        <translation>Note: %1</translation>
    </message>
    <message>
        <source>출력 %1 · %2판</source>
        <translation>printed %1 · v%2</translation>
    </message>
</context>
<context>
    <name>Shop</name>
    <message>
        <source>주문 안 받음</source>
        <translation>Taking no orders</translation>
    </message>
    <message>
        <source>영업 시간 아님</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>%1에 엽니다</source>
        <translation>Opens at %1</translation>
    </message>
    <message>
        <source>바쁨 +%1분</source>
        <translation>Busy, +%1 min</translation>
    </message>
    <message>
        <source>주문 받는 중</source>
        <translation>Taking orders</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>비밀번호를 담은 환경 변수</source>
        <translation>environment variable that holds the password</translation>
    </message>
    <message>
        <source>서버 주소</source>
        <translation>Server address</translation>
    </message>
    <message>
        <source>로그인할 아이디</source>
        <translation>user ID to sign in with</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>주문-결제요청중</source>
        <translation>Payment requested</translation>
    </message>
    <message>
        <source>결제대기</source>
        <translation>Payment waiting</translation>
    </message>
    <message>
        <source>결제실패</source>
        <translation>Payment declined</translation>
    </message>
    <message>
        <source>결제완료</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>주문접수됨</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>요리시작됨</source>
        <translation>Cooking</translation>
    </message>
    <message>
        <source>요리완료됨</source>
        <translation>Cooked</translation>
    </message>
    <message>
        <source>배송시작됨</source>
        <translation>On the way</translation>
    </message>
    <message>
        <source>배송완료됨</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>거래완료</source>
        <translation>Completed</translation>
    </message>
    <message>
        <source>주문취소</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>주문거절됨</source>
        <translation>Rejected</translation>
    </message>
    <message>
        <source>결제시간초과</source>
        <translation>Payment timed out</translation>
    </message>
    <message>
        <source>환불 진행 중</source>
        <translation>Refund under way</translation>
    </message>
    <message>
        <source>환불 완료</source>
        <translation>Refunded</translation>
    </message>
</context>
<context>
    <name>Ticket</name>
    <message>
        <source>신규</source>
        <translation>New</translation>
    </message>
    <message>
        <source>접수</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>요리중</source>
        <translation>Cooking</translation>
    </message>
    <message>
        <source>완료</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>배송중</source>
        <translation>On the way</translation>
    </message>
    <message>
        <source>%1 남음</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>%1 지남</source>
        <translation>%1 late</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source> · 요리 %1</source>
        <translation> · cooked in %1</translation>
    </message>
    <message>
        <source> · 손님이 취소</source>
        <translation> · cancelled by the customer</translation>
    </message>
    <message>
        <source>글 없음</source>
        <translation>No words</translation>
    </message>
    <message>
        <source>답함</source>
        <translation>Answered</translation>
    </message>
    <message>
        <source>답 기다림</source>
        <translation>Not answered</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1원</source>
        <translation>₩%1</translation>
    </message>
    <message>
        <source>ap h:mm</source>
        <translation>h:mm AP</translation>
    </message>
    <message>
        <source>오늘</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>어제</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>M월 d일 (ddd)</source>
        <translation>ddd, MMM d</translation>
    </message>
    <message>
        <source>yyyy년 M월 d일 (ddd)</source>
        <translation>ddd, MMM d, yyyy</translation>
    </message>
    <message>
        <source>방금</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>%1분 전</source>
        <translation>%1 min ago</translation>
    </message>
    <message>
        <source>%1시간 전</source>
        <translation>%1 h ago</translation>
    </message>
    <message>
        <source>%1분</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1시간</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1시간 %2분</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 m</translation>
    </message>
    <message>
        <source>%1 km</source>
        <translation>%1 km</translation>
    </message>
    <message>
        <source>평가 없음</source>
        <translation>No ratings</translation>
    </message>
    <message>
        <source>★ %1 (%2)</source>
        <translation>★ %1 (%2)</translation>
    </message>
</context>
<context>
    <name>delivery::customer::CartPage</name>
    <message>
        <source>장바구니</source>
        <translation>Cart</translation>
    </message>
    <message>
        <source>장바구니가 비어 있습니다. 가게에서 음식을 골라 담아 주세요.</source>
        <translation>Your cart is empty. Choose dishes from a shop.</translation>
    </message>
    <message>
        <source>서버에 아직 닿지 않았습니다. 주문은 이 컴퓨터에 보관되어 있고, 연결되면 한 번만 보냅니다.</source>
        <translation>The server has not been reached yet. Your order is kept on this computer and will be sent once when the line is back.</translation>
    </message>
    <message>
        <source>배달(&amp;D)</source>
        <translation>&amp;Delivery</translation>
    </message>
    <message>
        <source>포장(&amp;T)</source>
        <translation>&amp;Takeaway</translation>
    </message>
    <message>
        <source>예: 서울 용산구 용산동 1-1</source>
        <translation>For example 서울 용산구 용산동 1-1</translation>
    </message>
    <message>
        <source>배달 주소</source>
        <translation>Delivery address</translation>
    </message>
    <message>
        <source>배달 주소(&amp;S)</source>
        <translation>Delivery addre&amp;ss</translation>
    </message>
    <message>
        <source>예: 젓가락은 빼 주세요</source>
        <translation>For example: no chopsticks, please</translation>
    </message>
    <message>
        <source>요청 사항</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>요청 사항(&amp;N)</source>
        <translation>&amp;Note</translation>
    </message>
    <message>
        <source>쓸 포인트</source>
        <translation>Points to spend</translation>
    </message>
    <message>
        <source>쓸 포인트(&amp;P)</source>
        <translation>&amp;Points to spend</translation>
    </message>
    <message>
        <source>결제 카드</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>결제 카드(&amp;C)</source>
        <translation>&amp;Card</translation>
    </message>
    <message>
        <source>주문하기(&amp;O)</source>
        <translation>&amp;Order</translation>
    </message>
    <message>
        <source>등록한 카드가 없습니다</source>
        <translation>No card yet</translation>
    </message>
    <message>
        <source>%1 수량</source>
        <translation>Quantity of %1</translation>
    </message>
    <message>
        <source>%1 빼기</source>
        <translation>Remove %1</translation>
    </message>
    <message>
        <source>빼기</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>가진 포인트 %1</source>
        <translation>You have %1 in points</translation>
    </message>
    <message>
        <source>음식 %1</source>
        <translation>Dishes %1</translation>
    </message>
    <message>
        <source>포인트 −%1</source>
        <translation>Points −%1</translation>
    </message>
    <message>
        <source>%1 주문하기(&amp;O)</source>
        <translation>&amp;Order for %1</translation>
    </message>
    <message>
        <source>배달 받을 주소를 입력하거나 포장을 골라 주세요.</source>
        <translation>Please enter an address or choose takeaway.</translation>
    </message>
    <message>
        <source>결제할 카드가 없습니다. ‘내 정보’에서 카드를 등록해 주세요.</source>
        <translation>There is no card to pay with. Please register one under Me.</translation>
    </message>
    <message>
        <source>그 사이 값이 바뀌었습니다. 새 값을 확인하고 다시 주문해 주세요.</source>
        <translation>A price has changed. Please check it and order again.</translation>
    </message>
    <message>
        <source>배달비 %1</source>
        <translation>Delivery %1</translation>
    </message>
    <message>
        <source>배달비는 거리에 따라 주문할 때 더해집니다</source>
        <translation>The delivery fee depends on the distance and is added when you order</translation>
    </message>
    <message>
        <source>배달은 %1부터 받는 가게입니다</source>
        <translation>This shop delivers from %1</translation>
    </message>
    <message>
        <source>%1 + 배달비 주문하기(&amp;O)</source>
        <translation>&amp;Order for %1 + delivery</translation>
    </message>
</context>
<context>
    <name>delivery::customer::CustomerApp</name>
    <message>
        <source>배달상점</source>
        <translation>DeliveryStore</translation>
    </message>
</context>
<context>
    <name>delivery::customer::CustomerWindow</name>
    <message>
        <source>배달상점</source>
        <translation>DeliveryStore</translation>
    </message>
    <message>
        <source>가게</source>
        <translation>Shops</translation>
    </message>
    <message>
        <source>장바구니</source>
        <translation>Cart</translation>
    </message>
    <message>
        <source>주문</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>알림</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>내 정보</source>
        <translation>Me</translation>
    </message>
    <message>
        <source>설정</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>%1 담았습니다</source>
        <translation>%1 is in your cart</translation>
    </message>
    <message>
        <source>주문했습니다. 주문 번호는 %1입니다.</source>
        <translation>Ordered. Your order is number %1.</translation>
    </message>
    <message>
        <source>같은 음식을 담았습니다. 값은 주문할 때 다시 확인합니다.</source>
        <translation>The same dishes are in your cart. Prices are checked when you order.</translation>
    </message>
    <message>
        <source>장바구니에 담지 못했습니다: %1</source>
        <translation>Not put into the cart: %1</translation>
    </message>
</context>
<context>
    <name>delivery::customer::DishPanel</name>
    <message>
        <source>장바구니에 담기(&amp;A)</source>
        <translation>&amp;Add to cart</translation>
    </message>
    <message>
        <source>수량</source>
        <translation>Quantity</translation>
    </message>
    <message>
        <source>수량(&amp;Q)</source>
        <translation>&amp;Quantity</translation>
    </message>
    <message>
        <source>품절</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>남은 수량 %1개</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>선택 안 함</source>
        <translation>None</translation>
    </message>
    <message>
        <source>%1 (필수)</source>
        <translation>%1 (required)</translation>
    </message>
    <message>
        <source>%1 담기(&amp;A)</source>
        <translation>&amp;Add for %1</translation>
    </message>
    <message>
        <source>%1 · %2개까지</source>
        <translation>%1 · up to %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>delivery::customer::MePage</name>
    <message>
        <source>내 정보</source>
        <translation>Me</translation>
    </message>
    <message>
        <source>내 정보의 항목</source>
        <translation>Parts of your profile</translation>
    </message>
    <message>
        <source>프로필</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>주소</source>
        <translation>Addresses</translation>
    </message>
    <message>
        <source>카드</source>
        <translation>Cards</translation>
    </message>
    <message>
        <source>포인트</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>이름</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>휴대전화</source>
        <translation>Mobile</translation>
    </message>
    <message>
        <source>이름(&amp;N)</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>휴대전화(&amp;M)</source>
        <translation>&amp;Mobile</translation>
    </message>
    <message>
        <source>저장(&amp;S)</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>로그아웃(&amp;O)</source>
        <translation>Sign &amp;out</translation>
    </message>
    <message>
        <source>주소 목록</source>
        <translation>List of addresses</translation>
    </message>
    <message>
        <source>새 주소. 지도에서 집을 누르면 거리가 정확해집니다.</source>
        <translation>New address. Click your home on the map for exact distances.</translation>
    </message>
    <message>
        <source>새 주소</source>
        <translation>New address</translation>
    </message>
    <message>
        <source>주소 추가(&amp;A)</source>
        <translation>&amp;Add address</translation>
    </message>
    <message>
        <source>고른 주소 삭제(&amp;D)</source>
        <translation>&amp;Delete the chosen one</translation>
    </message>
    <message>
        <source>카드 목록</source>
        <translation>List of cards</translation>
    </message>
    <message>
        <source>카드 등록(&amp;R)</source>
        <translation>&amp;Register a card</translation>
    </message>
    <message>
        <source>새로 고침(&amp;F)</source>
        <translation>Re&amp;fresh</translation>
    </message>
    <message>
        <source>고른 카드 삭제(&amp;D)</source>
        <translation>&amp;Delete the chosen card</translation>
    </message>
    <message>
        <source>포인트 내역</source>
        <translation>Points ledger</translation>
    </message>
    <message>
        <source>가진 포인트 %1</source>
        <translation>You have %1 in points</translation>
    </message>
    <message>
        <source>추가할 주소를 입력해 주세요.</source>
        <translation>Please enter the address to add.</translation>
    </message>
    <message>
        <source>브라우저에서 카드를 등록한 다음 ‘새로 고침’을 눌러 주세요.</source>
        <translation>Register the card in your browser, then press Refresh.</translation>
    </message>
    <message>
        <source>먼저 목록에서 하나를 골라 주세요.</source>
        <translation>Please choose one from the list first.</translation>
    </message>
    <message>
        <source>지도에 표시됨</source>
        <translation>Marked on the map</translation>
    </message>
    <message>
        <source>동네의 중심으로 계산</source>
        <translation>Reckoned from the centre of the neighbourhood</translation>
    </message>
    <message>
        <source>적립</source>
        <translation>Earned</translation>
    </message>
    <message>
        <source>사용</source>
        <translation>Spent</translation>
    </message>
    <message>
        <source>사용한 포인트 돌려받음</source>
        <translation>Points returned</translation>
    </message>
    <message>
        <source>적립 취소</source>
        <translation>Earning revoked</translation>
    </message>
    <message>
        <source>주문 %1</source>
        <translation>Order %1</translation>
    </message>
    <message>
        <source>최근 내역 100건</source>
        <translation>The last 100 entries</translation>
    </message>
</context>
<context>
    <name>delivery::customer::MenuPage</name>
    <message>
        <source>가게 목록(&amp;B)</source>
        <translation>&amp;Back to shops</translation>
    </message>
    <message>
        <source>음식 이름으로 찾기</source>
        <translation>Search for a dish</translation>
    </message>
    <message>
        <source>음식 찾기</source>
        <translation>Search for a dish</translation>
    </message>
    <message>
        <source>음식 목록</source>
        <translation>List of dishes</translation>
    </message>
    <message>
        <source>한 번에 50가지까지 담을 수 있습니다. 먼저 주문하거나 빼 주세요.</source>
        <translation>A cart holds 50 different dishes. Please order or remove some first.</translation>
    </message>
    <message>
        <source>장바구니에 %1의 음식이 있습니다. 한 주문에는 한 가게의 음식만 담을 수 있으니, 먼저 주문하거나 장바구니를 비워 주세요.</source>
        <translation>Your cart holds dishes of %1. An order is for one shop: please order or empty the cart first.</translation>
    </message>
    <message>
        <source>지금은 주문을 받지 않습니다. %1</source>
        <translation>No orders now. %1</translation>
    </message>
    <message>
        <source>지금은 영업 시간이 아닙니다.</source>
        <translation>Closed now.</translation>
    </message>
    <message>
        <source>포장만 됩니다</source>
        <translation>Takeaway only</translation>
    </message>
    <message>
        <source>품절</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>주문 %1건</source>
        <translation>%1 orders</translation>
    </message>
</context>
<context>
    <name>delivery::customer::OrderView</name>
    <message>
        <source>나</source>
        <translation>Me</translation>
    </message>
    <message>
        <source>라이더</source>
        <translation>Rider</translation>
    </message>
    <message>
        <source>결제</source>
        <translation>Payment</translation>
    </message>
    <message>
        <source>주문 취소(&amp;X)</source>
        <translation>&amp;Cancel order</translation>
    </message>
    <message>
        <source>지금 결제(&amp;P)</source>
        <translation>&amp;Pay now</translation>
    </message>
    <message>
        <source>배송확인(&amp;C)</source>
        <translation>Confirm &amp;receipt</translation>
    </message>
    <message>
        <source>평가 남기기(&amp;E)</source>
        <translation>Rat&amp;e</translation>
    </message>
    <message>
        <source>영수증(&amp;V)</source>
        <translation>Recei&amp;pt</translation>
    </message>
    <message>
        <source>다시 담기(&amp;G)</source>
        <translation>Order a&amp;gain</translation>
    </message>
    <message>
        <source>별점</source>
        <translation>Stars</translation>
    </message>
    <message>
        <source>맛은 어떠셨나요? (쓰지 않아도 됩니다)</source>
        <translation>How was it? (optional)</translation>
    </message>
    <message>
        <source>평가 글</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>%1 · 주문 %2</source>
        <translation>%1 · order %2</translation>
    </message>
    <message>
        <source>결제 회사와 연결되면 자동으로 결제합니다. 카드는 한 번만 결제됩니다.</source>
        <translation>Payment follows by itself when the provider is back. Your card is charged once.</translation>
    </message>
    <message>
        <source>카드가 거절되었습니다. 다른 카드로 다시 결제할 수 있습니다.</source>
        <translation>The card was declined. You can pay with another one.</translation>
    </message>
    <message>
        <source>%1까지 요리됩니다</source>
        <translation>Cooked by %1</translation>
    </message>
    <message>
        <source>%1까지 요리하기로 약속했습니다</source>
        <translation>Promised to be cooked by %1</translation>
    </message>
    <message>
        <source>배달비  %1</source>
        <translation>Delivery fee  %1</translation>
    </message>
    <message>
        <source>포인트  −%1</source>
        <translation>Points  −%1</translation>
    </message>
    <message>
        <source>결제 금액  %1</source>
        <translation>To pay  %1</translation>
    </message>
    <message>
        <source>포장</source>
        <translation>Takeaway</translation>
    </message>
    <message>
        <source>배달 주소  %1</source>
        <translation>Delivered to  %1</translation>
    </message>
    <message>
        <source>배달지</source>
        <translation>Your place</translation>
    </message>
    <message>
        <source>정말 취소할까요? %1 돌려받기(&amp;X)</source>
        <translation>Really &amp;cancel? You get %1 back</translation>
    </message>
    <message>
        <source>영수증 저장</source>
        <translation>Save receipt</translation>
    </message>
    <message>
        <source>PDF 문서 (*.pdf)</source>
        <translation>PDF document (*.pdf)</translation>
    </message>
    <message>
        <source>영수증-%1.pdf</source>
        <translation>receipt-%1.pdf</translation>
    </message>
    <message>
        <source>영수증을 저장했습니다: %1</source>
        <translation>Receipt saved: %1</translation>
    </message>
    <message>
        <source>영수증을 저장할 수 없습니다. 다른 폴더를 골라 주세요: %1</source>
        <translation>The receipt cannot be saved. Please choose another folder: %1</translation>
    </message>
    <message>
        <source>가게가 제때 응답하지 않아 자동으로 취소되었습니다</source>
        <translation>The store did not answer in time, so it was cancelled by itself</translation>
    </message>
    <message>
        <source>배달할 라이더를 찾지 못해 자동으로 취소되었습니다</source>
        <translation>No rider was found, so it was cancelled by itself</translation>
    </message>
    <message>
        <source>지금 팔지 않는 음식이어서 취소되었습니다</source>
        <translation>A dish is not on sale any more, so it was cancelled</translation>
    </message>
    <message>
        <source>가게가 취소했습니다</source>
        <translation>The store cancelled it</translation>
    </message>
    <message>
        <source>관리자가 취소했습니다</source>
        <translation>An admin cancelled it</translation>
    </message>
    <message>
        <source>%1까지 요리하기로 바뀌었습니다</source>
        <translation>Now to be cooked by %1</translation>
    </message>
</context>
<context>
    <name>delivery::customer::OrdersPage</name>
    <message>
        <source>보내는 중</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>내 주문</source>
        <translation>My orders</translation>
    </message>
    <message>
        <source>아직 주문이 없습니다.</source>
        <translation>No orders yet.</translation>
    </message>
    <message>
        <source>주문 목록</source>
        <translation>List of orders</translation>
    </message>
</context>
<context>
    <name>delivery::customer::ShopsPage</name>
    <message>
        <source>가게</source>
        <translation>Shops</translation>
    </message>
    <message>
        <source>새로 고침(&amp;R)</source>
        <translation>&amp;Refresh</translation>
    </message>
    <message>
        <source>가게 이름이나 동네로 찾기</source>
        <translation>Search by name or neighbourhood</translation>
    </message>
    <message>
        <source>가게 찾기</source>
        <translation>Search for a shop</translation>
    </message>
    <message>
        <source>가게 목록</source>
        <translation>List of shops</translation>
    </message>
    <message>
        <source>맞는 가게가 없습니다.</source>
        <translation>No shop matches.</translation>
    </message>
    <message>
        <source>인기 메뉴</source>
        <translation>Popular dishes</translation>
    </message>
    <message>
        <source>주문 많은 순</source>
        <translation>Most ordered</translation>
    </message>
    <message>
        <source>별점 높은 순</source>
        <translation>Best rated</translation>
    </message>
    <message>
        <source>인기 메뉴의 순서</source>
        <translation>Order of popular dishes</translation>
    </message>
    <message>
        <source>인기 메뉴 목록</source>
        <translation>List of popular dishes</translation>
    </message>
    <message>
        <source>잠시 쉬는 중</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>영업 중</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>영업 종료</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>포장만</source>
        <translation>Pickup only</translation>
    </message>
    <message>
        <source>배달비 무료</source>
        <translation>Free delivery</translation>
    </message>
    <message>
        <source>배달비 %1</source>
        <translation>Delivery %1</translation>
    </message>
    <message>
        <source>24시간</source>
        <translation>24 hours</translation>
    </message>
    <message>
        <source>주문 %1건</source>
        <translation>%1 orders</translation>
    </message>
</context>
<context>
    <name>delivery::kit::PositionSource</name>
    <message>
        <source>내 위치를 아직 정하지 않았습니다. 지도에서 정해 주세요.</source>
        <translation>You have not said where you are yet. Set it on the map.</translation>
    </message>
    <message>
        <source>경로 파일(GPX)을 읽을 수 없습니다: %1</source>
        <translation>The track (GPX) cannot be read: %1</translation>
    </message>
    <message>
        <source>이 컴퓨터의 위치 서비스가 답하지 않습니다. 설정에서 다른 방법을 골라 주세요.</source>
        <translation>This computer&apos;s location service does not answer. Choose another way in the settings.</translation>
    </message>
    <message>
        <source>위치 수신기에서 아무것도 들리지 않습니다: %1</source>
        <translation>Nothing is heard from the receiver: %1</translation>
    </message>
</context>
<context>
    <name>delivery::kit::PrinterPort</name>
    <message>
        <source>프린터를 다른 프로그램이 쓰고 있습니다: %1</source>
        <translation>Another program is using the printer: %1</translation>
    </message>
    <message>
        <source>프린터를 열 수 없습니다. 전원과 선을 확인해 주세요: %1</source>
        <translation>The printer cannot be opened. Check its power and cable: %1</translation>
    </message>
    <message>
        <source>프린터가 받지 않습니다. 용지와 전원을 확인해 주세요.</source>
        <translation>The printer takes nothing. Check its paper and power.</translation>
    </message>
    <message>
        <source>프린터와 연결이 끊겼습니다.</source>
        <translation>The line to the printer was cut.</translation>
    </message>
    <message>
        <source>프린터에 연결할 수 없습니다. 전원과 네트워크를 확인해 주세요: %1</source>
        <translation>The printer cannot be reached. Check its power and the network: %1</translation>
    </message>
    <message>
        <source>프린터에 용지가 없습니다.</source>
        <translation>The printer is out of paper.</translation>
    </message>
</context>
<context>
    <name>delivery::look::ActionButton</name>
    <message>
        <source>%1 · 보내는 중</source>
        <translation>%1 · Sending</translation>
    </message>
</context>
<context>
    <name>delivery::look::Banner</name>
    <message>
        <source>닫기</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>알림 닫기</source>
        <translation>Close this message</translation>
    </message>
</context>
<context>
    <name>delivery::look::Bell</name>
    <message>
        <source>소리를 낼 장치가 없습니다. 스피커를 연결해 주세요.</source>
        <translation>There is no sound output. Please connect a speaker.</translation>
    </message>
    <message>
        <source>소리가 꺼져 있습니다. 설정에서 켤 수 있습니다.</source>
        <translation>Sound is off. You can turn it on in Settings.</translation>
    </message>
</context>
<context>
    <name>delivery::look::Entrance</name>
    <message>
        <source>서버에 연결할 수 없습니다. 주소와 네트워크를 확인해 주세요.</source>
        <translation>The server cannot be reached. Please check the address and the network.</translation>
    </message>
    <message>
        <source>이 컴퓨터에 저장할 수 없습니다: %1</source>
        <translation>Cannot save on this computer: %1</translation>
    </message>
    <message>
        <source>이 아이디로는 이 앱을 쓸 수 없습니다. 다른 아이디로 로그인해 주세요.</source>
        <translation>This user cannot use this app. Sign in as somebody else.</translation>
    </message>
</context>
<context>
    <name>delivery::look::FreshnessBadge</name>
    <message>
        <source>연결하는 중</source>
        <translation>Connecting</translation>
    </message>
    <message>
        <source>실시간</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>5초마다 확인</source>
        <translation>Checking every 5 s</translation>
    </message>
    <message>
        <source>오프라인</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>%1 · 동기화 %2초 전</source>
        <translation>%1 · synced %2 s ago</translation>
    </message>
</context>
<context>
    <name>delivery::look::MapView</name>
    <message>
        <source>지도</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>화살표로 움직이고 더하기와 빼기로 확대하고 줄입니다.</source>
        <translation>Arrow keys move, plus and minus zoom.</translation>
    </message>
</context>
<context>
    <name>delivery::look::NoticeList</name>
    <message>
        <source>알림</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>모두 읽음(&amp;R)</source>
        <translation>Mark all as &amp;read</translation>
    </message>
    <message>
        <source>아직 알림이 없습니다. 주문의 상태가 바뀌면 여기에 모입니다.</source>
        <translation>Nothing yet. Changes of your orders are collected here.</translation>
    </message>
    <message>
        <source>알림 목록</source>
        <translation>List of notifications</translation>
    </message>
</context>
<context>
    <name>delivery::look::Notifier</name>
    <message>
        <source>열기</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>delivery::look::Preferences</name>
    <message>
        <source>설정을 저장할 수 없습니다: %1</source>
        <translation>Settings cannot be saved: %1</translation>
    </message>
    <message>
        <source>설정 파일을 읽을 수 없습니다: %1</source>
        <translation>The settings file cannot be read: %1</translation>
    </message>
</context>
<context>
    <name>delivery::look::PreferencesPage</name>
    <message>
        <source>설정</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>시스템 설정 따르기</source>
        <translation>Follow the system</translation>
    </message>
    <message>
        <source>밝게</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>어둡게</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>고대비</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>화면(&amp;T)</source>
        <translation>&amp;Theme</translation>
    </message>
    <message>
        <source>글자 크기(&amp;Z)</source>
        <translation>Text si&amp;ze</translation>
    </message>
    <message>
        <source>언어(&amp;G)</source>
        <translation>Lan&amp;guage</translation>
    </message>
    <message>
        <source>소리 크기</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>들어 보기(&amp;H)</source>
        <translation>&amp;Hear it</translation>
    </message>
    <message>
        <source>소리 크기(&amp;V)</source>
        <translation>&amp;Volume</translation>
    </message>
    <message>
        <source>바탕화면 알림 받기(&amp;D)</source>
        <translation>&amp;Desktop notifications</translation>
    </message>
    <message>
        <source>바탕화면 알림 받기</source>
        <translation>Desktop notifications</translation>
    </message>
</context>
<context>
    <name>delivery::look::Shell</name>
    <message>
        <source>화면 고르기</source>
        <translation>Pages</translation>
    </message>
    <message numerus="yes">
        <source>%1, 새 소식 %n개</source>
        <translation>
            <numerusform>%1, %n new item</numerusform>
            <numerusform>%1, %n new items</numerusform>
        </translation>
    </message>
    <message>
        <source>이 컴퓨터에 저장할 수 없어 보내지 않았습니다: %1</source>
        <translation>Not sent, because it could not be saved on this computer: %1</translation>
    </message>
    <message>
        <source>연결되면 보냅니다. 두 번 처리되지 않습니다.</source>
        <translation>It will be sent when the line is back, and done only once.</translation>
    </message>
    <message>
        <source>서버와 연결이 끊겼습니다. 보이는 내용은 마지막으로 들은 것이고, 하신 일은 보관했다가 보냅니다.</source>
        <translation>The line to the server is lost. You see what was heard last; what you do is kept and sent later.</translation>
    </message>
    <message>
        <source>%1에 보내지 못한 요청은 너무 오래되어 버렸습니다.</source>
        <translation>A request that could not be sent on %1 was too old and has been dropped.</translation>
    </message>
    <message>
        <source>%1에 보내지 못한 주문이 있습니다. 지금 주문할까요? 닫으면 버립니다.</source>
        <translation>There is an order that could not be sent on %1. Order now? Closing this drops it.</translation>
    </message>
    <message>
        <source>지금 주문</source>
        <translation>Order now</translation>
    </message>
    <message>
        <source>보내지 못하고 보관한 요청을 읽을 수 없습니다. 연결되면 다시 읽습니다: %1</source>
        <translation>The requests that were kept unsent cannot be read. They are read again when the connection is back: %1</translation>
    </message>
</context>
<context>
    <name>delivery::look::SignInPage</name>
    <message>
        <source>아이디(&amp;I)</source>
        <translation>User &amp;ID</translation>
    </message>
    <message>
        <source>비밀번호(&amp;P)</source>
        <translation>&amp;Password</translation>
    </message>
    <message>
        <source>서버 주소(&amp;S)</source>
        <translation>&amp;Server address</translation>
    </message>
    <message>
        <source>로그인 유지(&amp;K)</source>
        <translation>&amp;Keep me signed in</translation>
    </message>
    <message>
        <source>로그인(&amp;L)</source>
        <translation>Sign &amp;in</translation>
    </message>
    <message>
        <source>처음이신가요? 회원 가입(&amp;U)</source>
        <translation>New here? Sign &amp;up</translation>
    </message>
    <message>
        <source>영문과 숫자</source>
        <translation>Letters and digits</translation>
    </message>
    <message>
        <source>8자 이상</source>
        <translation>At least 8 characters</translation>
    </message>
    <message>
        <source>이름(&amp;N)</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>휴대전화(&amp;M)</source>
        <translation>&amp;Mobile</translation>
    </message>
    <message>
        <source>가입하기(&amp;J)</source>
        <translation>&amp;Join</translation>
    </message>
    <message>
        <source>로그인으로 돌아가기(&amp;B)</source>
        <translation>&amp;Back to sign-in</translation>
    </message>
    <message>
        <source>아이디와 비밀번호를 입력해 주세요.</source>
        <translation>Please enter your user ID and password.</translation>
    </message>
    <message>
        <source>서버 주소를 확인해 주세요. 예: http://127.0.0.1:8088</source>
        <translation>Please check the server address, for example http://127.0.0.1:8088</translation>
    </message>
    <message>
        <source>로그인 화면에서 서버 주소를 먼저 입력해 주세요.</source>
        <translation>Please enter the server address on the sign-in page first.</translation>
    </message>
    <message>
        <source>아이디, 이름, 휴대전화 번호를 모두 입력해 주세요.</source>
        <translation>Please enter user ID, name and mobile number.</translation>
    </message>
    <message>
        <source>비밀번호는 8자 이상으로 정해 주세요.</source>
        <translation>Please choose a password of at least 8 characters.</translation>
    </message>
</context>
<context>
    <name>delivery::look::Timeline</name>
    <message>
        <source>진행 상황</source>
        <translation>Progress</translation>
    </message>
</context>
<context>
    <name>delivery::rider::DutyBar</name>
    <message>
        <source>내 위치: 지도에서 정한 곳</source>
        <translation>My place: as set on the map</translation>
    </message>
    <message>
        <source>내 위치: 경로 재생</source>
        <translation>My place: a track is played</translation>
    </message>
    <message>
        <source>내 위치: 이 컴퓨터의 위치 서비스</source>
        <translation>My place: this computer&apos;s location service</translation>
    </message>
    <message>
        <source>내 위치: GPS 수신기</source>
        <translation>My place: GPS receiver</translation>
    </message>
    <message>
        <source>내 위치 정하기(&amp;L)</source>
        <translation>Set my p&amp;lace</translation>
    </message>
    <message>
        <source>근무 시작(&amp;D)</source>
        <translation>Start &amp;duty</translation>
    </message>
    <message>
        <source>누른 다음 지도에서 지금 있는 곳을 누르세요</source>
        <translation>Press this, then the map where you are</translation>
    </message>
    <message>
        <source>확인하는 중</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>근무 중</source>
        <translation>On duty</translation>
    </message>
    <message>
        <source>쉬는 중</source>
        <translation>Off duty</translation>
    </message>
    <message>
        <source>오늘 %1건 · %2</source>
        <translation>Today %1 · %2</translation>
    </message>
    <message>
        <source>근무 마치기(&amp;D)</source>
        <translation>End &amp;duty</translation>
    </message>
    <message>
        <source>지도에서 지금 있는 곳을 눌러 주세요.</source>
        <translation>Press the map where you are now.</translation>
    </message>
</context>
<context>
    <name>delivery::rider::EarningsPage</name>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>주문 %1</source>
        <translation>Order %1</translation>
    </message>
    <message>
        <source>내 배달</source>
        <translation>My deliveries</translation>
    </message>
    <message>
        <source>오늘 배달</source>
        <translation>Deliveries today</translation>
    </message>
    <message>
        <source>오늘 수입</source>
        <translation>Earned today</translation>
    </message>
    <message>
        <source>지금까지 맡은 배달</source>
        <translation>Taken in all</translation>
    </message>
    <message>
        <source>오늘</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>보여 줄 기간</source>
        <translation>Span to show</translation>
    </message>
    <message>
        <source>내 배달 목록</source>
        <translation>List of my deliveries</translation>
    </message>
    <message>
        <source>아직 없습니다.</source>
        <translation>Nothing yet.</translation>
    </message>
    <message>
        <source>%1건</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>최근 100건</source>
        <translation>The last 100</translation>
    </message>
</context>
<context>
    <name>delivery::rider::HoldingView</name>
    <message>
        <source>전화 걸기(&amp;T)</source>
        <translation>Call (&amp;T)</translation>
    </message>
    <message>
        <source>번호 복사(&amp;N)</source>
        <translation>Copy &amp;number</translation>
    </message>
    <message>
        <source>주소 복사(&amp;A)</source>
        <translation>Copy &amp;address</translation>
    </message>
    <message>
        <source>배달 놓기(&amp;R)</source>
        <translation>Give back (&amp;R)</translation>
    </message>
    <message>
        <source>음식을 받았습니다(&amp;S)</source>
        <translation>Food collected (&amp;S)</translation>
    </message>
    <message>
        <source>전화번호를 복사했습니다</source>
        <translation>Phone number copied</translation>
    </message>
    <message>
        <source>주소를 복사했습니다</source>
        <translation>Address copied</translation>
    </message>
    <message>
        <source>주문 %1 · 손님께 가져다주세요</source>
        <translation>Order %1 · bring it to the customer</translation>
    </message>
    <message>
        <source>주문 %1 · 가게에서 음식을 받으세요</source>
        <translation>Order %1 · collect the food at the shop</translation>
    </message>
    <message>
        <source>여기서 %1</source>
        <translation>%1 from here</translation>
    </message>
    <message>
        <source>배달할 곳  %1</source>
        <translation>Deliver to  %1</translation>
    </message>
    <message>
        <source>손님 전화  %1</source>
        <translation>Phone  %1</translation>
    </message>
    <message>
        <source>요청: %1</source>
        <translation>Note: %1</translation>
    </message>
    <message>
        <source>%1 음식 받음</source>
        <translation>%1 collected</translation>
    </message>
    <message>
        <source>%1 배달 완료</source>
        <translation>%1 delivered</translation>
    </message>
    <message>
        <source>%1 배달 놓음</source>
        <translation>%1 given back</translation>
    </message>
    <message>
        <source>연결되면 보냅니다: %1</source>
        <translation>Sent when the line is back: %1</translation>
    </message>
    <message>
        <source>배달했습니다(&amp;S)</source>
        <translation>Delivered (&amp;S)</translation>
    </message>
    <message>
        <source>정말 놓을까요?(&amp;R)</source>
        <translation>Really give back? (&amp;R)</translation>
    </message>
</context>
<context>
    <name>delivery::rider::Nearby</name>
    <message>
        <source>가게까지 %1</source>
        <translation>%1 to the shop</translation>
    </message>
    <message>
        <source>손님까지 %1</source>
        <translation>%1 on to the customer</translation>
    </message>
    <message>
        <source>방금 요리됨</source>
        <translation>Just cooked</translation>
    </message>
    <message>
        <source>요리된 지 %1</source>
        <translation>Cooked %1 ago</translation>
    </message>
    <message>
        <source>곧 요리됨</source>
        <translation>Cooked any moment</translation>
    </message>
    <message>
        <source>약 %1 뒤 요리됨</source>
        <translation>Cooked in about %1</translation>
    </message>
    <message>
        <source>배달비 없음</source>
        <translation>No fee</translation>
    </message>
    <message>
        <source>보내는 중</source>
        <translation>Sending</translation>
    </message>
</context>
<context>
    <name>delivery::rider::OfferView</name>
    <message>
        <source>이 배달 잡기(&amp;P)</source>
        <translation>&amp;Pick this delivery</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1번째 제안</source>
        <translation>Offer round %1</translation>
    </message>
    <message>
        <source>연결되면 잡을 수 있습니다</source>
        <translation>Can be picked when the line is back</translation>
    </message>
    <message>
        <source>다른 라이더가 더 빨랐습니다. 다음으로 가까운 배달을 보여 드립니다.</source>
        <translation>Another rider was faster. Here is the next nearest delivery.</translation>
    </message>
</context>
<context>
    <name>delivery::rider::PlaceSettings</name>
    <message>
        <source>지도에서 정한 곳</source>
        <translation>As set on the map</translation>
    </message>
    <message>
        <source>이 컴퓨터의 위치 서비스</source>
        <translation>This computer&apos;s location service</translation>
    </message>
    <message>
        <source>GPS 수신기 (NMEA)</source>
        <translation>GPS receiver (NMEA)</translation>
    </message>
    <message>
        <source>경로 재생 (GPX)</source>
        <translation>Play a track (GPX)</translation>
    </message>
    <message>
        <source>내 위치(&amp;P)</source>
        <translation>My &amp;place</translation>
    </message>
    <message>
        <source>위치의 출처(&amp;O)</source>
        <translation>Its s&amp;ource</translation>
    </message>
</context>
<context>
    <name>delivery::rider::RidePage</name>
    <message>
        <source>가까운 배달</source>
        <translation>Deliveries nearby</translation>
    </message>
    <message>
        <source>내 위치를 정했습니다</source>
        <translation>Your place is set</translation>
    </message>
    <message>
        <source>서버에서 읽는 중입니다.</source>
        <translation>Reading from the server.</translation>
    </message>
    <message>
        <source>지금 기다리는 배달이 없습니다.
새 배달이 나오면 소리로 알려 드립니다.</source>
        <translation>Nothing waits right now.
A sound tells you of the next one.</translation>
    </message>
    <message>
        <source>쉬는 중입니다.
근무를 시작하면 기다리는 배달이 모두 보입니다.</source>
        <translation>You are off duty.
Start your duty to see everything that waits.</translation>
    </message>
    <message>
        <source>나</source>
        <translation>Me</translation>
    </message>
    <message>
        <source>손님</source>
        <translation>Customer</translation>
    </message>
</context>
<context>
    <name>delivery::rider::RiderApp</name>
    <message>
        <source>배달상점 라이더</source>
        <translation>DeliveryStore Rider</translation>
    </message>
</context>
<context>
    <name>delivery::rider::RiderWindow</name>
    <message>
        <source>배달상점 라이더</source>
        <translation>DeliveryStore Rider</translation>
    </message>
    <message>
        <source>배달</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>내 배달</source>
        <translation>My deliveries</translation>
    </message>
    <message>
        <source>알림</source>
        <translation>Notices</translation>
    </message>
    <message>
        <source>로그아웃(&amp;Q)</source>
        <translation>Sign out (&amp;Q)</translation>
    </message>
    <message>
        <source>설정</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>새 배달: %1</source>
        <translation>New delivery: %1</translation>
    </message>
</context>
<context>
    <name>delivery::rider::Takeover</name>
    <message>
        <source>손님이 취소했습니다.</source>
        <translation>The customer cancelled it.</translation>
    </message>
    <message>
        <source>가게가 취소했습니다.</source>
        <translation>The shop cancelled it.</translation>
    </message>
    <message>
        <source>관리자가 취소했습니다.</source>
        <translation>The administrator cancelled it.</translation>
    </message>
    <message>
        <source>확인했습니다(&amp;O)</source>
        <translation>I have seen it (&amp;O)</translation>
    </message>
    <message>
        <source>%1번 주문이 취소되었습니다</source>
        <translation>Order %1 was cancelled</translation>
    </message>
    <message>
        <source>%1번 배달은 이제 맡고 있지 않습니다</source>
        <translation>You no longer hold delivery %1</translation>
    </message>
    <message>
        <source>%1의 배달이 다른 라이더에게 다시 나갔습니다. 가게로 가지 않으셔도 됩니다.</source>
        <translation>The delivery from %1 was offered to others again. You need not go to the shop.</translation>
    </message>
    <message>
        <source>%1의 배달은 여기까지입니다. 음식을 이미 받으셨다면 가게에 알려 주세요.</source>
        <translation>The delivery from %1 ends here. If you have the food already, let the shop know.</translation>
    </message>
</context>
<context>
    <name>delivery::store::BoardPage</name>
    <message>
        <source>주문</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>자리</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>없음</source>
        <translation>None</translation>
    </message>
    <message>
        <source>주문이 와도 울리지 않습니다. %1</source>
        <translation>Orders will not ring. %1</translation>
    </message>
    <message>
        <source>모든 자리</source>
        <translation>All stations</translation>
    </message>
    <message>
        <source>요리 평균 %1</source>
        <translation>Cooking takes %1</translation>
    </message>
    <message>
        <source>재료가 떨어졌습니다</source>
        <translation>We are out of ingredients</translation>
    </message>
    <message>
        <source>주문이 밀려 제시간에 할 수 없습니다</source>
        <translation>Too many orders to be on time</translation>
    </message>
    <message>
        <source>오늘 영업을 마쳤습니다</source>
        <translation>We have closed for today</translation>
    </message>
    <message>
        <source>배달할 수 없는 곳입니다</source>
        <translation>We cannot deliver there</translation>
    </message>
    <message>
        <source>주문 %1, 왜 거절하나요?</source>
        <translation>Order %1: why reject it?</translation>
    </message>
    <message>
        <source>주문 %1, 왜 취소하나요?</source>
        <translation>Order %1: why cancel it?</translation>
    </message>
    <message>
        <source>거절하기</source>
        <translation>Reject</translation>
    </message>
    <message>
        <source>취소하기</source>
        <translation>Cancel it</translation>
    </message>
    <message>
        <source>주문표가 나오지 않습니다. %1</source>
        <translation>No ticket comes out. %1</translation>
    </message>
</context>
<context>
    <name>delivery::store::Chart</name>
    <message>
        <source>아직 없습니다</source>
        <translation>Nothing yet</translation>
    </message>
</context>
<context>
    <name>delivery::store::MenuPage</name>
    <message>
        <source>품절 ~%1</source>
        <translation>Sold out until %1</translation>
    </message>
    <message>
        <source>품절</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>메뉴</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>새 음식(&amp;N)</source>
        <translation>&amp;New dish</translation>
    </message>
    <message>
        <source>음식 목록</source>
        <translation>List of dishes</translation>
    </message>
    <message>
        <source>오늘 품절(&amp;T)</source>
        <translation>Sold out &amp;today</translation>
    </message>
    <message>
        <source>1시간 품절(&amp;H)</source>
        <translation>Sold out for an &amp;hour</translation>
    </message>
    <message>
        <source>계속 품절(&amp;K)</source>
        <translation>Sold out until &amp;changed</translation>
    </message>
    <message>
        <source>다시 팔기(&amp;R)</source>
        <translation>Sell it &amp;again</translation>
    </message>
    <message>
        <source>이름</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>값</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>원</source>
        <translation> won</translation>
    </message>
    <message>
        <source>갈래</source>
        <translation>Heading</translation>
    </message>
    <message>
        <source>자리</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>면, 튀김 …</source>
        <translation>Noodles, fryer …</translation>
    </message>
    <message>
        <source>설명</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>수를 정함</source>
        <translation>Limited</translation>
    </message>
    <message>
        <source>남은 수를 정함</source>
        <translation>Limit how many are left</translation>
    </message>
    <message>
        <source>남은 수</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>고르는 것</source>
        <translation>Choices</translation>
    </message>
    <message>
        <source>맵기* = 순한맛:0 | 매운맛:500</source>
        <translation>Heat* = Mild:0 | Hot:500</translation>
    </message>
    <message>
        <source>저장(&amp;S)</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>메뉴에서 빼기(&amp;X)</source>
        <translation>Take off the menu(&amp;X)</translation>
    </message>
    <message>
        <source>정말 뺄까요?(&amp;X)</source>
        <translation>Really take it off?(&amp;X)</translation>
    </message>
    <message>
        <source>사진 올리기(&amp;U)</source>
        <translation>&amp;Upload a picture</translation>
    </message>
    <message>
        <source>새 음식</source>
        <translation>New dish</translation>
    </message>
    <message>
        <source>음식의 이름을 적어 주세요.</source>
        <translation>Name the dish.</translation>
    </message>
    <message>
        <source>고르는 것을 읽을 수 없습니다. 맵기 = 순한맛:0 | 매운맛:500처럼 적어 주세요.</source>
        <translation>The choices cannot be read. Write them like Heat = Mild:0 | Hot:500.</translation>
    </message>
    <message>
        <source>%1 올렸습니다</source>
        <translation>%1 is on the menu</translation>
    </message>
    <message>
        <source>사진 고르기</source>
        <translation>Choose a picture</translation>
    </message>
    <message>
        <source>사진 (*.jpg *.jpeg *.png *.webp)</source>
        <translation>Pictures (*.jpg *.jpeg *.png *.webp)</translation>
    </message>
    <message>
        <source>사진을 읽을 수 없습니다: %1</source>
        <translation>The picture cannot be read: %1</translation>
    </message>
    <message>
        <source>사진은 512 KiB까지입니다. 줄여서 올려 주세요.</source>
        <translation>A picture has at most 512 KiB. Make it smaller.</translation>
    </message>
    <message>
        <source>사진을 올리지 못했습니다. 연결을 확인하고 다시 올려 주세요.</source>
        <translation>The picture was not sent. Check the line and send it again.</translation>
    </message>
    <message>
        <source>사진을 올렸습니다</source>
        <translation>The picture is shown</translation>
    </message>
    <message>
        <source>한 줄에 하나씩, *은 꼭 골라야 하는 것, [2]는 둘까지, 값은 쌍점 뒤에 적습니다.</source>
        <translation>One on a line; * must be chosen; [2] takes up to two; the price follows the colon.</translation>
    </message>
</context>
<context>
    <name>delivery::store::PrinterSettings</name>
    <message>
        <source>접수하면 바로 출력(&amp;A)</source>
        <translation>Print on &amp;acceptance</translation>
    </message>
    <message>
        <source>프린터의 자리</source>
        <translation>Where the printer is</translation>
    </message>
    <message>
        <source>용지 폭</source>
        <translation>Paper width</translation>
    </message>
    <message>
        <source>시험 출력(&amp;E)</source>
        <translation>T&amp;est print</translation>
    </message>
</context>
<context>
    <name>delivery::store::ReasonDialog</name>
    <message>
        <source>손님에게 그대로 보입니다.</source>
        <translation>The customer reads it as it is.</translation>
    </message>
    <message>
        <source>다른 까닭을 직접 적기</source>
        <translation>Another reason in your words</translation>
    </message>
    <message>
        <source>까닭</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>돌아가기</source>
        <translation>Go back</translation>
    </message>
</context>
<context>
    <name>delivery::store::ShopPage</name>
    <message>
        <source>30분 동안</source>
        <translation>for 30 minutes</translation>
    </message>
    <message>
        <source>1시간 동안</source>
        <translation>for 1 hour</translation>
    </message>
    <message>
        <source>2시간 동안</source>
        <translation>for 2 hours</translation>
    </message>
    <message>
        <source>오늘 하루 (12시간)</source>
        <translation>for today (12 hours)</translation>
    </message>
    <message>
        <source>다시 바꿀 때까지</source>
        <translation>until changed</translation>
    </message>
    <message>
        <source>가게</source>
        <translation>Shops</translation>
    </message>
    <message>
        <source>주문 그만 받기</source>
        <translation>Take no orders</translation>
    </message>
    <message>
        <source>까닭</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>주문이 많이 밀렸습니다</source>
        <translation>Too many orders are waiting</translation>
    </message>
    <message>
        <source>재료가 떨어졌습니다</source>
        <translation>We are out of ingredients</translation>
    </message>
    <message>
        <source>잠시 자리를 비웁니다</source>
        <translation>We are away for a moment</translation>
    </message>
    <message>
        <source>오늘은 일찍 닫습니다</source>
        <translation>We close early today</translation>
    </message>
    <message>
        <source>얼마 동안 받지 않을지</source>
        <translation>For how long</translation>
    </message>
    <message>
        <source>그만 받기(&amp;P)</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>다시 받기(&amp;R)</source>
        <translation>&amp;Resume</translation>
    </message>
    <message>
        <source>바쁠 때: 약속에 분을 더하기</source>
        <translation>When busy: promise more minutes</translation>
    </message>
    <message>
        <source>더할 분</source>
        <translation>Minutes more</translation>
    </message>
    <message>
        <source>+%1분</source>
        <translation>+%1 min</translation>
    </message>
    <message>
        <source>얼마 동안 바쁠지</source>
        <translation>Busy for how long</translation>
    </message>
    <message>
        <source>바쁨으로 하기(&amp;B)</source>
        <translation>Be &amp;busy</translation>
    </message>
    <message>
        <source>이제 한가함(&amp;M)</source>
        <translation>No longer busy(&amp;M)</translation>
    </message>
    <message>
        <source>자동 접수</source>
        <translation>Automatic acceptance</translation>
    </message>
    <message>
        <source>몇 건까지 자동으로 접수할지</source>
        <translation>Up to how many orders</translation>
    </message>
    <message>
        <source>건까지</source>
        <translation> orders</translation>
    </message>
    <message>
        <source>약속할 시간</source>
        <translation>Time to promise</translation>
    </message>
    <message>
        <source>요리 평균으로 약속</source>
        <translation>promise the average</translation>
    </message>
    <message>
        <source>%1분 약속</source>
        <translation>promise %1 min</translation>
    </message>
    <message>
        <source>자동으로 접수(&amp;U)</source>
        <translation>Accept a&amp;utomatically</translation>
    </message>
    <message>
        <source>손으로 접수(&amp;H)</source>
        <translation>Accept by &amp;hand</translation>
    </message>
    <message>
        <source>영업시간</source>
        <translation>Opening hours</translation>
    </message>
    <message>
        <source>쉬는 시간은 쉼표로 나눕니다: 11:00-15:00, 17:00-21:00. 비워 두면 쉬는 날입니다.</source>
        <translation>A comma makes a break: 11:00-15:00, 17:00-21:00. An empty day is a day off.</translation>
    </message>
    <message>
        <source>하루 24시간 엽니다(&amp;A)</source>
        <translation>Open &amp;around the clock</translation>
    </message>
    <message>
        <source>%1요일 영업시간</source>
        <translation>Hours of %1</translation>
    </message>
    <message>
        <source>쉬는 날</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>영업시간 저장(&amp;S)</source>
        <translation>&amp;Save the hours</translation>
    </message>
    <message>
        <source>쉬는 날과 다른 날</source>
        <translation>Days off and special days</translation>
    </message>
    <message>
        <source>날짜</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>그날의 영업시간</source>
        <translation>Hours of that day</translation>
    </message>
    <message>
        <source>비우면 쉬는 날</source>
        <translation>Empty: closed</translation>
    </message>
    <message>
        <source>그날의 까닭</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>설날</source>
        <translation>New Year</translation>
    </message>
    <message>
        <source>더하기(&amp;D)</source>
        <translation>A&amp;dd</translation>
    </message>
    <message>
        <source>이 가게의 기기가 모두 꺼져 있었습니다</source>
        <translation>All of this shop&apos;s devices were off</translation>
    </message>
    <message>
        <source>지금 자동 접수 중: %1건까지, 하고 있는 것 %2건, 약속 %3</source>
        <translation>Accepting automatically: up to %1, %2 in work, promising %3</translation>
    </message>
    <message>
        <source>요리 평균</source>
        <translation>Average</translation>
    </message>
    <message>
        <source>지우기</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>%1 지우기</source>
        <translation>Remove %1</translation>
    </message>
    <message>
        <source>%1요일의 시간을 읽을 수 없습니다. 11:00-21:00처럼 적어 주세요.</source>
        <translation>The hours of %1 cannot be read. Write them like 11:00-21:00.</translation>
    </message>
    <message>
        <source>그날의 시간을 읽을 수 없습니다. 11:00-15:00처럼 적거나 비워 주세요.</source>
        <translation>The hours of that day cannot be read. Write them like 11:00-15:00, or leave them empty.</translation>
    </message>
</context>
<context>
    <name>delivery::store::StoreApp</name>
    <message>
        <source>배달상점 사장님</source>
        <translation>Baedal Store</translation>
    </message>
</context>
<context>
    <name>delivery::store::StoreWindow</name>
    <message>
        <source>배달상점 사장님</source>
        <translation>Baedal Store</translation>
    </message>
    <message>
        <source>주문</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>설정</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>새 주문이 오면 창을 앞으로(&amp;F)</source>
        <translation>Bring the window to the &amp;front for a new order</translation>
    </message>
    <message>
        <source>로그아웃(&amp;O)</source>
        <translation>Sign &amp;out</translation>
    </message>
    <message>
        <source>취소된 주문 %1</source>
        <translation>Cancelled: order %1</translation>
    </message>
    <message>
        <source>새 주문 %1</source>
        <translation>New order %1</translation>
    </message>
    <message>
        <source>%1분 접수</source>
        <translation>Accept, %1 min</translation>
    </message>
    <message>
        <source>메뉴</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>가게</source>
        <translation>Shops</translation>
    </message>
    <message>
        <source>오늘</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>주문표 프린터</source>
        <translation>Ticket printer</translation>
    </message>
    <message>
        <source>저장했습니다</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>알람의 기록을 쓸 수 없습니다: %1</source>
        <translation>The alarm's log cannot be written: %1</translation>
    </message>
</context>
<context>
    <name>delivery::store::TicketCard</name>
    <message>
        <source>%1분 접수</source>
        <translation>Accept, %1 min</translation>
    </message>
    <message>
        <source>요리 시작</source>
        <translation>Start cooking</translation>
    </message>
    <message>
        <source>요리 완료</source>
        <translation>Cooked</translation>
    </message>
    <message>
        <source>취소 확인</source>
        <translation>Seen</translation>
    </message>
    <message>
        <source>포장</source>
        <translation>Takeaway</translation>
    </message>
    <message>
        <source>배달</source>
        <translation>Delivery</translation>
    </message>
    <message>
        <source>배달 %1</source>
        <translation>Delivery to %1</translation>
    </message>
    <message>
        <source>손님이 취소했습니다</source>
        <translation>The customer cancelled</translation>
    </message>
    <message>
        <source>답하지 않아 취소되었습니다</source>
        <translation>Cancelled because nobody answered</translation>
    </message>
    <message>
        <source>라이더가 없어 취소되었습니다</source>
        <translation>Cancelled because there was no rider</translation>
    </message>
    <message>
        <source>주문이 취소되었습니다</source>
        <translation>The order was cancelled</translation>
    </message>
    <message>
        <source>거절</source>
        <translation>Reject</translation>
    </message>
    <message>
        <source>출력</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>5분 적게</source>
        <translation>5 minutes less</translation>
    </message>
    <message>
        <source>5분 많게</source>
        <translation>5 minutes more</translation>
    </message>
    <message>
        <source>주문 %1, %2</source>
        <translation>Order %1, %2</translation>
    </message>
    <message>
        <source>숫자 %1을 누르면 고릅니다</source>
        <translation>Press %1 to choose it</translation>
    </message>
    <message>
        <source>요청: %1</source>
        <translation>Note: %1</translation>
    </message>
    <message>
        <source>취소</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>시간 바꾸기</source>
        <translation>Change the time</translation>
    </message>
    <message>
        <source>고른 주문은 T를 눌러도 됩니다</source>
        <translation>For the chosen order T does the same</translation>
    </message>
</context>
<context>
    <name>delivery::store::TicketPreview</name>
    <message>
        <source>주문표 %1</source>
        <translation>Ticket %1</translation>
    </message>
    <message>
        <source>닫기</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>PDF로 저장(&amp;F)</source>
        <translation>Save as PD&amp;F</translation>
    </message>
    <message>
        <source>출력(&amp;P)</source>
        <translation>&amp;Print</translation>
    </message>
    <message>
        <source>주문표 저장</source>
        <translation>Save the ticket</translation>
    </message>
    <message>
        <source>PDF 문서 (*.pdf)</source>
        <translation>PDF document (*.pdf)</translation>
    </message>
    <message>
        <source>주문표-%1.pdf</source>
        <translation>ticket-%1.pdf</translation>
    </message>
    <message>
        <source>주문표를 저장했습니다: %1</source>
        <translation>The ticket is saved: %1</translation>
    </message>
    <message>
        <source>저장할 수 없습니다. 다른 폴더를 골라 주세요: %1</source>
        <translation>It cannot be saved. Choose another folder: %1</translation>
    </message>
</context>
<context>
    <name>delivery::store::TicketPrinter</name>
    <message>
        <source>출력 기록을 저장할 수 없어 자동으로 출력하지 않습니다: %1</source>
        <translation>Nothing is printed by itself, because the record of what was printed cannot be kept: %1</translation>
    </message>
    <message>
        <source>프린터가 없습니다. 설정에서 정해 주세요.</source>
        <translation>There is no printer. Set one in the settings.</translation>
    </message>
    <message>
        <source>출력 기다림</source>
        <translation>Waits for the printer</translation>
    </message>
    <message>
        <source>출력 기록을 저장할 수 없습니다: %1</source>
        <translation>The record of what was printed cannot be kept: %1</translation>
    </message>
    <message>
        <source>출력 못 함</source>
        <translation>Not printed</translation>
    </message>
    <message>
        <source>출력 확인 필요</source>
        <translation>Check the paper</translation>
    </message>
</context>
<context>
    <name>delivery::store::TodayPage</name>
    <message>
        <source>시간마다 주문</source>
        <translation>Orders by the hour</translation>
    </message>
    <message>
        <source>음식마다</source>
        <translation>By dish</translation>
    </message>
    <message>
        <source>오늘</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>매출</source>
        <translation>Sales</translation>
    </message>
    <message>
        <source>접수한 주문</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>들어온 주문</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>거절</source>
        <translation>Reject</translation>
    </message>
    <message>
        <source>취소</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>요리 평균</source>
        <translation>Average</translation>
    </message>
    <message>
        <source>주문표 다시 출력(&amp;P)</source>
        <translation>&amp;Print the ticket again</translation>
    </message>
    <message>
        <source>답</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>고른 평에 답하기</source>
        <translation>Answer the chosen review</translation>
    </message>
    <message>
        <source>답하기(&amp;W)</source>
        <translation>Ans&amp;wer</translation>
    </message>
    <message>
        <source>%1건</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>우리 답: %1</source>
        <translation>Our answer: %1</translation>
    </message>
    <message>
        <source>시간마다 요리 시간 (최근 주문 100건)</source>
        <translation>Cooking time by the hour (last 100 orders)</translation>
    </message>
    <message>
        <source>지난 주문 (최근 100건)</source>
        <translation>Past orders (last 100)</translation>
    </message>
    <message>
        <source>손님의 평 (최근 50건)</source>
        <translation>Reviews (last 50)</translation>
    </message>
</context>
</TS>
