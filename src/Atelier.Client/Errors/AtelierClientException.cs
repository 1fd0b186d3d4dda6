using System.Net;

namespace Atelier.Client.Errors;

/// <summary>A call that did not succeed: what the service answered, or why there was no answer.</summary>
public sealed class AtelierClientException : Exception
{
    /// <summary>A failure with the text and code of the service, or of <see cref="ClientErrorCodes"/>.</summary>
    public AtelierClientException(
        string message,
        string code,
        HttpStatusCode? statusCode = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(message, innerException)
    {
        Code = code;
        StatusCode = statusCode;
        RetryAfter = retryAfter;
    }

    /// <summary>What went wrong in one word, such as <c>SESSION_NOT_FOUND</c>; see docs/errors.md and <see cref="ClientErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The status of the answer; null when there was none that could be used.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the service asks to wait before the next try; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The task that the service has accepted and goes on with: <c>WaitAsync</c> takes it up again; null when none is known.</summary>
    public string? TaskId { get; internal set; }

    /// <summary>The session that the call was about; its photo need not be sent again. Null when there is none.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>
    /// The key that a task was asked for under: the same request under it starts no second task. Null when none was asked for.
    /// </summary>
    public string? IdempotencyKey { get; internal set; }

    /// <summary>The key that a photo was sent under: the same photo under it opens no second session. Null when none was sent.</summary>
    public string? UploadKey { get; internal set; }
}
