#pragma once
/// Every "no" that the business says: a fixed wire number, a Korean and an English sentence, and
/// the facts that fill it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace delivery {

/// Numbers are part of the wire: append, never renumber, never reuse. 112, 235, 303, 307 and 605
/// were given once and never said.
enum class RefusalCode : int {
    // 1xx identity and ownership
    UnknownOrder = 101,
    UnknownStore = 102,
    UnknownFood = 103,
    NotYours = 104,
    WrongRole = 105,
    UnknownUser = 106,
    UnknownCard = 107,
    AmbiguousFood = 108,
    UnknownReview = 109,
    UserIdTaken = 110,
    WrongPassword = 111,
    // 2xx the order's state
    AlreadyPlaced = 201,
    AlreadyCancelled = 202,
    AlreadyRejected = 203,
    AlreadyExpired = 204,
    AlreadyConfirmed = 205,
    AlreadyAccepted = 206,
    NotAccepted = 207,
    AlreadyCooking = 208,
    NotCooking = 209,
    AlreadyCooked = 210,
    NotCooked = 211,
    TooLateToCancel = 212,
    NotPaid = 213,
    NotVerified = 214,
    AlreadyPicked = 215,
    NotPicked = 216,
    NotYourDelivery = 217,
    AlreadyCollected = 218,
    NotCollected = 219,
    AlreadyDelivered = 220,
    NotDelivered = 221,
    NoCourierNeeded = 222,
    RiderBusy = 223,
    RiderOffDuty = 224,
    NotOffered = 225,
    StaleFence = 226,
    AlreadyPaid = 227,
    PaymentUnderWay = 228,
    PaymentWithAdmin = 229,
    NothingToRetry = 230,
    NotConfirmed = 231,
    AlreadyRated = 232,
    RatingClosed = 233,
    NothingToAcknowledge = 234,
    AlreadyVerified = 236,
    AlreadyAnswered = 237,
    OrderStillRunning = 238,
    // 3xx time and place
    StoreClosed = 301,
    StorePaused = 302,
    AddressNeeded = 304,
    AddressUnknown = 305,
    TooFar = 306,
    // 4xx menu and stock
    NotOnSale = 401,
    SoldOut = 402,
    NotEnoughStock = 403,
    PriceChanged = 404,
    UnknownOption = 405,
    OptionMissing = 406,
    DishesOfSeveralStores = 407,
    NameTaken = 408,
    // 5xx money
    NotEnoughPoints = 501,
    TooManyPoints = 502,
    BelowMinimumPayment = 503,
    TotalTooLarge = 504,
    NoCard = 505,
    BelowMinimumOrder = 506,
    // 6xx shape, found after parsing
    QuantityOutOfRange = 601,
    TooManyLines = 602,
    StarsOutOfRange = 603,
    CookMinutesOutOfRange = 604,
    ReasonNeeded = 606,
    NoLines = 607,
    TimeHasPassed = 608,
    // 7xx the command itself
    CommandIdReused = 701,
    ContextPaused = 702,
};

/// The facts name their places in the sentences: "{food}" is filled from facts["food"].
/// "state" is the order's public status where it matters; "price" the right price of one dish in
/// won. Never personal data: facts are stored with replies.
struct Refusal {
    RefusalCode code;
    std::map<std::string, std::string> facts = {};

    bool operator==(const Refusal&) const = default;
};

enum class Language { Korean, English };

/// One complete sentence that says what to do, facts filled in.
[[nodiscard]] std::string sentence(const Refusal& refusal, Language language);
/// The code's name ("TooLateToCancel"), for logs and problem types.
[[nodiscard]] std::string_view name(RefusalCode code);
[[nodiscard]] const std::vector<RefusalCode>& allRefusalCodes();

}  // namespace delivery
