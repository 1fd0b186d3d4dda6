using Atelier.Core.Policy;

namespace Atelier.Engine.Checking;

/// <summary>A moderation model that looks at pictures. Without one, what it would say is not available.</summary>
public interface IPictureModerator
{
    /// <summary>Categories that it flags; empty when it finds nothing.</summary>
    /// <param name="png">A picture of ours, not the file from outside.</param>
    Task<IReadOnlyCollection<PolicyCategory>> FlagAsync(byte[] png, CancellationToken cancellationToken);
}
