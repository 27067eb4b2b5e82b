#include "wire/status.h"

#include <cassert>

namespace delivery::wire {

int httpStatusOf(RefusalCode code) {
    using enum RefusalCode;
    switch (code) {
        // What is foreign looks as if it did not exist.
        case UnknownOrder:
        case UnknownStore:
        case UnknownFood:
        case NotYours:
        case UnknownUser:
        case UnknownCard:
        case UnknownReview:
            return 404;
        case WrongRole:
            return 403;
        case WrongPassword:
            return 401;

        case AmbiguousFood:
        case UserIdTaken:
        case AlreadyPlaced:
        case AlreadyCancelled:
        case AlreadyRejected:
        case AlreadyExpired:
        case AlreadyConfirmed:
        case AlreadyAccepted:
        case NotAccepted:
        case AlreadyCooking:
        case NotCooking:
        case AlreadyCooked:
        case NotCooked:
        case TooLateToCancel:
        case NotPaid:
        case NotVerified:
        case AlreadyPicked:
        case NotPicked:
        case NotYourDelivery:
        case AlreadyCollected:
        case NotCollected:
        case AlreadyDelivered:
        case NotDelivered:
        case NoCourierNeeded:
        case RiderBusy:
        case RiderOffDuty:
        case NotOffered:
        case StaleFence:
        case AlreadyPaid:
        case PaymentUnderWay:
        case PaymentWithAdmin:
        case NothingToRetry:
        case NotConfirmed:
        case AlreadyRated:
        case RatingClosed:
        case NothingToAcknowledge:
        case AlreadyVerified:
        case AlreadyAnswered:
        case OrderStillRunning:
        case StoreClosed:
        case StorePaused:
        case AddressNeeded:
        case AddressUnknown:
        case TooFar:
        case NotOnSale:
        case SoldOut:
        case NotEnoughStock:
        case PriceChanged:
        case UnknownOption:
        case OptionMissing:
        case NameTaken:
        case NotEnoughPoints:
        case TooManyPoints:
        case BelowMinimumPayment:
        case NoCard:
        case BelowMinimumOrder:
            return 409;

        // The request could never be right, whatever happens meanwhile.
        case DishesOfSeveralStores:
        case TotalTooLarge:
        case QuantityOutOfRange:
        case TooManyLines:
        case StarsOutOfRange:
        case CookMinutesOutOfRange:
        case ReasonNeeded:
        case NoLines:
        case TimeHasPassed:
            return 400;

        case CommandIdReused:
            return 422;
        case ContextPaused:
            return 503;
    }
    assert(!"every refusal has its status");
    return 500;
}

}  // namespace delivery::wire
