<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="ko">
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
</TS>
