#include "apps/look/order_face.h"

#include <QCoreApplication>
#include <QHash>

namespace delivery::look {

namespace {

struct Known {
    const char* word;
    const char* icon;
    Tone tone;
};

// The Korean words are those of docs/GLOSSARY.md.
const QHash<QString, Known>& knownStates() {
    static const QHash<QString, Known> states{
        {QStringLiteral("PaymentRequested"),
         {QT_TRANSLATE_NOOP("Status", "주문-결제요청중"), "clock", Tone::Waiting}},
        {QStringLiteral("PaymentDeferred"),
         {QT_TRANSLATE_NOOP("Status", "결제대기"), "pause", Tone::Waiting}},
        {QStringLiteral("PaymentDeclined"),
         {QT_TRANSLATE_NOOP("Status", "결제실패"), "alert", Tone::Bad}},
        {QStringLiteral("Paid"), {QT_TRANSLATE_NOOP("Status", "결제완료"), "card", Tone::Ready}},
        {QStringLiteral("Accepted"),
         {QT_TRANSLATE_NOOP("Status", "주문접수됨"), "hand", Tone::Active}},
        {QStringLiteral("Cooking"),
         {QT_TRANSLATE_NOOP("Status", "요리시작됨"), "pot", Tone::Active}},
        {QStringLiteral("Cooked"),
         {QT_TRANSLATE_NOOP("Status", "요리완료됨"), "bowl", Tone::Ready}},
        {QStringLiteral("PickedUp"),
         {QT_TRANSLATE_NOOP("Status", "배송시작됨"), "scooter", Tone::Active}},
        {QStringLiteral("Delivered"),
         {QT_TRANSLATE_NOOP("Status", "배송완료됨"), "home", Tone::Ready}},
        {QStringLiteral("Confirmed"),
         {QT_TRANSLATE_NOOP("Status", "거래완료"), "check_circle", Tone::Done}},
        {QStringLiteral("Cancelled"),
         {QT_TRANSLATE_NOOP("Status", "주문취소"), "cross_circle", Tone::Bad}},
        {QStringLiteral("Rejected"),
         {QT_TRANSLATE_NOOP("Status", "주문거절됨"), "cross_circle", Tone::Bad}},
        {QStringLiteral("Expired"),
         {QT_TRANSLATE_NOOP("Status", "결제시간초과"), "history", Tone::Bad}},
    };
    return states;
}

}  // namespace

Face faceOfState(const QString& state) {
    const auto known = knownStates().constFind(state);
    if (known == knownStates().constEnd()) return {state, QStringLiteral("info"), Tone::Plain};
    return {QCoreApplication::translate("Status", known->word), QString::fromLatin1(known->icon),
            known->tone};
}

Face faceOfRefund(const QString& refund) {
    if (refund == QLatin1String("due")) {
        return {QCoreApplication::translate("Status", "환불 진행 중"), QStringLiteral("undo"),
                Tone::Waiting};
    }
    if (refund == QLatin1String("done")) {
        return {QCoreApplication::translate("Status", "환불 완료"), QStringLiteral("undo"),
                Tone::Done};
    }
    return {};
}

}  // namespace delivery::look
