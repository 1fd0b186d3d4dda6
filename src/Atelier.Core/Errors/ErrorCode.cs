namespace Atelier.Core.Errors;

/// <summary>Everything that can go wrong and that a caller may see. <c>docs/errors.md</c> lists them.</summary>
public enum ErrorCode
{
    /// <summary>400: one or more fields are wrong; each is named.</summary>
    InvalidRequest,

    /// <summary>400: the prompt is missing, empty or too long for every model.</summary>
    InvalidPrompt,

    /// <summary>400: the size, ratio or quality is not one we make.</summary>
    InvalidDimensions,

    /// <summary>400: no file was uploaded.</summary>
    NoFile,

    /// <summary>400: the file is not of a type that is taken.</summary>
    InvalidFileType,

    /// <summary>400: the file is broken, or made to do harm.</summary>
    MaliciousFile,

    /// <summary>400: the session id is not a UUID of version 4.</summary>
    InvalidSession,

    /// <summary>400: the task id is not a UUID.</summary>
    InvalidTask,

    /// <summary>400: no style for photos has this id.</summary>
    InvalidStyle,

    /// <summary>401: no key, or one that is unknown, expired or revoked.</summary>
    Unauthorized,

    /// <summary>402: the account has too few credits.</summary>
    InsufficientCredits,

    /// <summary>402: the operator's budget of the month is used up.</summary>
    BudgetExceeded,

    /// <summary>403: the key lacks the scope, or the Host header names a host that is not ours.</summary>
    Forbidden,

    /// <summary>404: no such thing, or it belongs to somebody else.</summary>
    NotFound,

    /// <summary>404: no model of this name, or none that can run here.</summary>
    ModelNotFound,

    /// <summary>404: no such photo session, or it has expired, or it belongs to somebody else.</summary>
    SessionNotFound,

    /// <summary>404: no such task, or it belongs to somebody else.</summary>
    TaskNotFound,

    /// <summary>404: the session has no such file, or not yet.</summary>
    FileNotFound,

    /// <summary>404: no such quote, or it belongs to somebody else, or it expired long ago.</summary>
    QuoteNotFound,

    /// <summary>405: the address exists, but not with this method.</summary>
    MethodNotAllowed,

    /// <summary>406: the answer cannot be given in a form the caller accepts.</summary>
    NotAcceptable,

    /// <summary>408: the body came so slowly that nobody waited for its end.</summary>
    TooSlow,

    /// <summary>409: the generation has ended, or is too far on to be canceled.</summary>
    NotCancelable,

    /// <summary>409: the attempt's outcome is not unknown, so there is nothing to decide.</summary>
    NotOpen,

    /// <summary>409: the generation was canceled.</summary>
    Canceled,

    /// <summary>409: what the request would make or change stands in the way of something that is there already.</summary>
    Conflict,

    /// <summary>409: a generation was accepted with the quote, and it holds for one.</summary>
    QuoteUsed,

    /// <summary>409: the request may cost more than the quote says, or is reckoned by another catalogue by now.</summary>
    PriceChanged,

    /// <summary>410: the picture was deleted.</summary>
    Gone,

    /// <summary>410: the quote's time is over.</summary>
    QuoteExpired,

    /// <summary>413: the body is larger than the door takes.</summary>
    BodyTooLarge,

    /// <summary>413: the uploaded file is larger than the door takes.</summary>
    FileTooLarge,

    /// <summary>415: the body is not JSON.</summary>
    UnsupportedMediaType,

    /// <summary>422: the Idempotency-Key was used with another body.</summary>
    IdempotencyConflict,

    /// <summary>422: the quote is for another request.</summary>
    QuoteMismatch,

    /// <summary>422: the wait ended before the picture was ready; the work goes on and the text names its address.</summary>
    StillRunning,

    /// <summary>422: a person decides about it first, which may take a day; the text names the generation's address.</summary>
    InReview,

    /// <summary>422: whether the request was accepted is not known; the text names the generation that exists if it was.</summary>
    OutcomeUnknown,

    /// <summary>422: it is against our content policy, or against that of the provider.</summary>
    ContentPolicy,

    /// <summary>429: the account's pictures of the day are used up.</summary>
    QuotaExceeded,

    /// <summary>429: too many calls in a span of time; some more are free soon.</summary>
    RateLimited,

    /// <summary>500: our fault; the log holds the details under the id in the answer.</summary>
    Internal,

    /// <summary>500: the picture must carry the mark and could not be given it; nothing was charged.</summary>
    WatermarkFailed,

    /// <summary>502: the provider failed and no other could take over.</summary>
    GenerationFailed,

    /// <summary>503: no provider that is switched on can do this request.</summary>
    ProviderUnavailable,

    /// <summary>503: too many pictures are worked on at this moment.</summary>
    Busy,

    /// <summary>503: the service itself is starting, stopping or without its database.</summary>
    ServiceUnavailable,
}
