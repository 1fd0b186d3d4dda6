using Atelier.Core.Errors;
using Atelier.Core.Text;

namespace Atelier.Server.Photos;

/// <summary>Ids of sessions in addresses.</summary>
internal static class PhotoIds
{
    /// <exception cref="AtelierException">It is not a UUID of version 4 (requirement B-64).</exception>
    public static Guid Read(string text) =>
        SessionId.IsValid(text)
            ? Guid.Parse(text)
            : throw new AtelierException(ErrorCode.InvalidSession, "Invalid session ID");

    public static AtelierException NotFound() => new(ErrorCode.SessionNotFound, "Session not found");
}
