using Atelier.Core.Errors;

namespace Atelier.Server.Docs;

/// <summary>For each error when it happens and what a caller can do about it.</summary>
internal static class ErrorTexts
{
    private static readonly Dictionary<ErrorCode, (string When, string Advice)> Texts = new()
    {
        [ErrorCode.InvalidRequest] = (
            "A field, a header or a query parameter has a wrong type, name or value, or the body is not JSON.",
            "Read errors: it names every wrong field and, where they can be listed, the allowed values. Then send it again."
        ),
        [ErrorCode.InvalidPrompt] = (
            "The prompt is missing, empty, longer than 4,000 characters, or not plain text.",
            "Send a prompt of 1 to 4,000 characters."
        ),
        [ErrorCode.InvalidDimensions] = (
            "Size, aspect ratio or quality is not one that is made here, or both size and ratio were given.",
            "Use auto, or WIDTHxHEIGHT within the limits the text names, or one of the listed ratios."
        ),
        [ErrorCode.NoFile] = (
            "The body of an upload has no file in the field image.",
            "Send multipart/form-data with one file in the field image."
        ),
        [ErrorCode.InvalidFileType] = (
            "What was uploaded is neither a JPEG nor a PNG, or not what its declared type says.",
            "Save the picture as JPEG or PNG, and declare it as what it is."
        ),
        [ErrorCode.MaliciousFile] = (
            "What was uploaded cannot be decoded, has more pixels than it may, or carries something else along.",
            "Open the picture in an editor and save it anew."
        ),
        [ErrorCode.InvalidSession] = (
            "The session id is not a UUID of version 4.",
            "Use the sessionId that POST /api/upload answered."
        ),
        [ErrorCode.InvalidTask] = ("The task id is not a UUID.", "Use the taskId that POST /api/generate answered."),
        [ErrorCode.InvalidStyle] = (
            "The style is not one for photos, or it is switched off.",
            "Use one of the styles that the text names, or leave it out."
        ),
        [ErrorCode.Unauthorized] = (
            "There is no key, or it is unknown, expired or revoked; or a sign-in code was used before or is too old.",
            "Send 'Authorization: Bearer <key>'. The owner's key stands in owner.key of the data folder."
        ),
        [ErrorCode.InsufficientCredits] = (
            "The account holds fewer credits than the request may cost; nothing was taken.",
            "Ask for fewer pictures or a lower quality, or let the operator grant credits."
        ),
        [ErrorCode.BudgetExceeded] = (
            "The budget of this month (scope: month, account or key) has no room for what the request may cost, or for another try; nothing was taken.",
            "Let the operator raise the budget, wait for the next month, or name the model local-painter, which costs nothing."
        ),
        [ErrorCode.Forbidden] = (
            "The key lacks the scope of this door, a picture's address was altered or is too old, or the Host header is not ours.",
            "Use a key with that scope, fetch a new address from the generation, or add the name to ATELIER_ALLOWED_HOSTS."
        ),
        [ErrorCode.NotFound] = (
            "Nothing is at this address, or it belongs to another account.",
            "Check the id, and that the key is of the account that made it."
        ),
        [ErrorCode.ModelNotFound] = (
            "No model has this id or alias, or none of its providers is switched on here.",
            "Pick one from GET /v1/models that is available, or leave model out and let the router choose."
        ),
        [ErrorCode.SessionNotFound] = (
            "There is no such photo session for you: it is unknown, has expired, or belongs to somebody else.",
            "Upload the picture again; a session ends after 4 hours without activity."
        ),
        [ErrorCode.TaskNotFound] = (
            "There is no such task for you, or its session was cleaned up.",
            "Check the id, and that the key or the cookie is the one that started it."
        ),
        [ErrorCode.FileNotFound] = (
            "The session has no such file, or its picture is not ready yet.",
            "Wait until the task is completed, then fetch it again."
        ),
        [ErrorCode.QuoteNotFound] = (
            "No quote has the id of the Atelier-Quote header, it is another account's, or it expired long ago. Nothing was charged.",
            "Ask for a quote at POST /v1/quotes, with a key of the same account."
        ),
        [ErrorCode.MethodNotAllowed] = (
            "The address exists, but not with this method.",
            "Use a method of the Allow header."
        ),
        [ErrorCode.NotAcceptable] = (
            "The answer cannot be given in any form that the Accept header names.",
            "Accept JSON, or a picture format that the door lists."
        ),
        [ErrorCode.TooSlow] = (
            "An upload came with less than 50 KB a second, counted from the fifth second, or not at all for 30 seconds; or another body with a trickle.",
            "Send it again over a better line, or make it smaller."
        ),
        [ErrorCode.NotCancelable] = (
            "The generation has ended, or is so far on that stopping it would change nothing.",
            "Fetch it instead: what was made is there."
        ),
        [ErrorCode.NotOpen] = (
            "The attempt has ended or is still under way, or its generation is over and cannot be run again.",
            "List the open attempts again: GET /admin/api/attempts?state=unknown."
        ),
        [ErrorCode.Canceled] = (
            "The generation was canceled before it had a picture.",
            "Start a new one if the picture is still wanted."
        ),
        [ErrorCode.Conflict] = (
            "What the request would make or change stands in the way of something that is there already.",
            "The text names it: take another name or address, or change what is there first."
        ),
        [ErrorCode.QuoteUsed] = (
            "The quote was used for a generation, and it holds for one. Nothing was charged this time.",
            "Ask for a new quote. To repeat a request whose answer got lost, send its Idempotency-Key again."
        ),
        [ErrorCode.PriceChanged] = (
            "The catalogue changed since the quote, or nothing that is available now can do the request for its price. Nothing was charged.",
            "Ask for a new quote at POST /v1/quotes, or send the request without one."
        ),
        [ErrorCode.QuoteExpired] = (
            "The quote's expires_at has passed. Nothing was charged.",
            "Ask for a new quote at POST /v1/quotes."
        ),
        [ErrorCode.Gone] = ("The picture was deleted.", "Make it again: the generation still names prompt and seed."),
        [ErrorCode.BodyTooLarge] = ("The body is larger than the door takes.", "Send less; the text names the limit."),
        [ErrorCode.FileTooLarge] = (
            "The uploaded file is larger than MAX_FILE_SIZE allows, 5 MB unless the operator set it; or the picture that a request is about is larger, as a PNG, than any provider that could do it takes.",
            "Make the picture smaller or save it with stronger compression."
        ),
        [ErrorCode.UnsupportedMediaType] = (
            "The body was not declared as JSON.",
            "Send 'Content-Type: application/json'."
        ),
        [ErrorCode.IdempotencyConflict] = (
            "The Idempotency-Key was used within 24 hours for another body or another door.",
            "Use a new key for a new request; repeat a request only with the very same body."
        ),
        [ErrorCode.QuoteMismatch] = (
            "The request is not the one that the quote is for. Nothing was charged.",
            "Send the very body that POST /v1/quotes was sent, or ask for a quote for this one."
        ),
        [ErrorCode.StillRunning] = (
            "The wait ended before the picture was ready. The work goes on and is paid for once.",
            "Fetch it at the address in the text. Do not send the request again: that would be a second picture."
        ),
        [ErrorCode.InReview] = (
            "A person has to look at the request or at its picture first, which may take a day. Nothing was charged yet.",
            "Look at the address in the text, or let a webhook tell the end. Do not send the request again."
        ),
        [ErrorCode.OutcomeUnknown] = (
            "The database broke off in the very moment of accepting, or a provider was called and never answered.",
            "Look at the address in the text: if the generation is there, it was accepted; if not, send the request again."
        ),
        [ErrorCode.ContentPolicy] = (
            "The words of the request are against the policy of this service (content_policy names the categories), or the provider or a person refused it; nothing was charged.",
            "Change the prompt or the picture. The same request is refused again, at other providers too."
        ),
        [ErrorCode.QuotaExceeded] = (
            "The account, or a guest's address, has used up its pictures or its requests of the day.",
            "Wait for midnight UTC, which Retry-After names in seconds, or let the operator raise the limit."
        ),
        [ErrorCode.RateLimited] = (
            "The account, or the address that calls, came more often in a span of time than it may. The call was not counted.",
            "Wait the seconds of Retry-After; the RateLimit headers of every answer tell how many calls are left."
        ),
        [ErrorCode.Internal] = (
            "Something failed that should not have.",
            "Give request_id to the operator: the log has the details under it. If it happens once, try again."
        ),
        [ErrorCode.WatermarkFailed] = (
            "The account's tier asks for a mark on its pictures, and it could not be drawn; no picture is given without it.",
            "Try again; if it happens again, tell the operator: the log says what is missing. The credits went back."
        ),
        [ErrorCode.GenerationFailed] = (
            "What was asked for could not be made: a provider did not take the parameters, a picture that came was damaged, or something failed here. The credits went back.",
            "Change the request or choose another model; explain tells what each provider did."
        ),
        [ErrorCode.ProviderUnavailable] = (
            "No provider that is switched on can do this request now, or the one model that was named, with fallback: strict, failed.",
            "Ask for less, such as a smaller size, let another model take over with fallback: declared, or come back later."
        ),
        [ErrorCode.Busy] = (
            "More pictures are to be rendered, uploaded or used as masks at this moment than there is room for, and the queue is full.",
            "Wait the seconds of Retry-After, then ask again; what was rendered once is kept and comes at once."
        ),
        [ErrorCode.ServiceUnavailable] = (
            "The service starts, stops or has no database; or every provider that can do the request failed or is left alone for a while.",
            "Wait the seconds of Retry-After, then try again; GET /readyz tells what is missing, and explain what each provider did."
        ),
    };

    /// <summary>The texts of a code; every code has them.</summary>
    public static (string When, string Advice) Of(ErrorCode code) => Texts[code];
}
