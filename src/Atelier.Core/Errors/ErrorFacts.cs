namespace Atelier.Core.Errors;

/// <summary>What the doors say of an error: HTTP status, name on the wire, title, and whether trying again can help.</summary>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Wire">Snake-case name, stable over versions.</param>
public sealed record ErrorFacts(int Status, string Wire, string Title, bool Retryable = false)
{
    private static readonly Dictionary<ErrorCode, ErrorFacts> All = new()
    {
        [ErrorCode.InvalidRequest] = new(400, "invalid_request", "The request is not valid"),
        [ErrorCode.InvalidPrompt] = new(400, "invalid_prompt", "The prompt is not valid"),
        [ErrorCode.InvalidDimensions] = new(400, "invalid_dimensions", "The size is not one we make"),
        [ErrorCode.NoFile] = new(400, "no_file", "No file was uploaded"),
        [ErrorCode.InvalidFileType] = new(400, "invalid_file_type", "Files of this type are not taken"),
        [ErrorCode.MaliciousFile] = new(400, "malicious_file", "The file is broken or may do harm"),
        [ErrorCode.InvalidSession] = new(400, "invalid_session", "The session id is not valid"),
        [ErrorCode.InvalidTask] = new(400, "invalid_task", "The task id is not valid"),
        [ErrorCode.InvalidStyle] = new(400, "invalid_style", "No style has this id"),
        [ErrorCode.Unauthorized] = new(401, "unauthorized", "A valid API key is needed"),
        [ErrorCode.InsufficientCredits] = new(402, "insufficient_credits", "Too few credits"),
        [ErrorCode.BudgetExceeded] = new(402, "budget_exceeded", "The operator's budget is used up"),
        [ErrorCode.Forbidden] = new(403, "forbidden", "Not allowed"),
        [ErrorCode.NotFound] = new(404, "not_found", "Not found"),
        [ErrorCode.ModelNotFound] = new(400, "model_not_found", "The model is not to be had here"),
        [ErrorCode.SessionNotFound] = new(404, "session_not_found", "No such session"),
        [ErrorCode.TaskNotFound] = new(404, "task_not_found", "No such task"),
        [ErrorCode.FileNotFound] = new(404, "file_not_found", "No such file"),
        [ErrorCode.QuoteNotFound] = new(404, "quote_not_found", "No such quote"),
        [ErrorCode.MethodNotAllowed] = new(405, "method_not_allowed", "Method not allowed"),
        [ErrorCode.NotAcceptable] = new(406, "not_acceptable", "Not to be had in that form"),
        [ErrorCode.TooSlow] = new(408, "too_slow", "The body came too slowly", Retryable: true),
        [ErrorCode.NotCancelable] = new(409, "not_cancelable", "Too late to cancel"),
        [ErrorCode.NotOpen] = new(409, "not_open", "Nothing to decide"),
        [ErrorCode.Canceled] = new(409, "canceled", "Canceled"),
        [ErrorCode.Conflict] = new(409, "conflict", "Something else stands in the way"),
        [ErrorCode.QuoteUsed] = new(409, "quote_used", "The quote was used"),
        [ErrorCode.PriceChanged] = new(409, "price_changed", "The price changed since the quote"),
        [ErrorCode.Gone] = new(410, "gone", "Deleted"),
        [ErrorCode.QuoteExpired] = new(410, "quote_expired", "The quote expired"),
        [ErrorCode.BodyTooLarge] = new(413, "body_too_large", "The body is too large"),
        [ErrorCode.FileTooLarge] = new(413, "file_too_large", "The file is too large"),
        [ErrorCode.UnsupportedMediaType] = new(415, "unsupported_media_type", "The body must be JSON"),
        [ErrorCode.IdempotencyConflict] = new(
            422,
            "idempotency_conflict",
            "The Idempotency-Key was used for another request"
        ),
        [ErrorCode.QuoteMismatch] = new(422, "quote_mismatch", "The quote is for another request"),
        [ErrorCode.StillRunning] = new(422, "still_running", "Not ready yet"),
        [ErrorCode.InReview] = new(422, "in_review", "Waits for review"),
        [ErrorCode.OutcomeUnknown] = new(422, "outcome_unknown", "It is not known whether the request was accepted"),
        [ErrorCode.ContentPolicy] = new(422, "content_policy", "Refused because of the content policy"),
        [ErrorCode.QuotaExceeded] = new(429, "quota_exceeded", "The pictures of the day are used up"),
        [ErrorCode.RateLimited] = new(429, "rate_limited", "Too many calls", Retryable: true),
        [ErrorCode.Internal] = new(500, "internal", "Something went wrong here", Retryable: true),
        [ErrorCode.WatermarkFailed] = new(500, "watermark_failed", "The picture could not be marked", Retryable: true),
        [ErrorCode.GenerationFailed] = new(502, "generation_failed", "The picture could not be made", Retryable: true),
        [ErrorCode.ProviderUnavailable] = new(
            503,
            "provider_unavailable",
            "No provider can do this now",
            Retryable: true
        ),
        [ErrorCode.Busy] = new(503, "busy", "Too much work at this moment", Retryable: true),
        [ErrorCode.ServiceUnavailable] = new(503, "service_unavailable", "The service is not ready", Retryable: true),
    };

    /// <summary>The facts of a code; every code has them.</summary>
    public static ErrorFacts Of(ErrorCode code) => All[code];

    /// <summary>The code with this wire name; null when there is none.</summary>
    public static ErrorCode? Find(string wire) =>
        All.Where(pair => pair.Value.Wire == wire).Select(pair => (ErrorCode?)pair.Key).FirstOrDefault();
}
