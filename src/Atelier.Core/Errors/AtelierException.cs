using Atelier.Core.Limits;

namespace Atelier.Core.Errors;

/// <summary>An expected failure. Its message is for the caller: no secret, no upstream text, and it names the fix.</summary>
public sealed class AtelierException : Exception
{
    public AtelierException(ErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Several wrong fields; a single one lends its code.</summary>
    public AtelierException(IReadOnlyList<FieldError> fields)
        : base(string.Join(" ", fields.Select(field => field.Message)))
    {
        Code = fields.Count == 1 ? fields[0].Code : ErrorCode.InvalidRequest;
        Fields = fields;
    }

    public ErrorCode Code { get; }

    /// <summary>The wrong fields, one entry each; empty when the failure is not about fields.</summary>
    public IReadOnlyList<FieldError> Fields { get; } = [];

    /// <summary>Seconds after which trying again makes sense; null when that is not known.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The limits that this call met, full or not; empty where there are none.</summary>
    public IReadOnlyList<LimitWindow> Limits { get; init; } = [];

    /// <summary>Facts a program can use, such as <c>credits_needed</c>; they go into the answer beside the text.</summary>
    public IReadOnlyDictionary<string, object>? Details { get; init; }
}
