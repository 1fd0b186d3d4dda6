namespace Atelier.Core.Errors;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Path in the body, such as <c>n</c> or <c>config.style</c>; header names for headers.</param>
/// <param name="Message">A sentence that names what is allowed.</param>
/// <param name="Allowed">The allowed values where they can be listed.</param>
public sealed record FieldError(string Field, string Message, IReadOnlyList<string>? Allowed = null)
{
    /// <summary>What kind of error this is when it stands alone.</summary>
    public ErrorCode Code { get; init; } = ErrorCode.InvalidRequest;
}
