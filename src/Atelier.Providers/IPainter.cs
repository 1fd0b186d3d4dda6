using Atelier.Providers.Calls;

namespace Atelier.Providers;

/// <summary>A provider inside this process: free, so it needs no intent, and its work can simply be done again.</summary>
public interface IPainter : IImageProvider
{
    /// <summary>Makes the pictures of these slots.</summary>
    /// <param name="sources">The caller's images, for calls that change one.</param>
    /// <exception cref="Failures.ProviderException">It could not.</exception>
    Task<IReadOnlyList<PaintedPicture>> PaintAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        ISourceFiles sources,
        CancellationToken cancellationToken
    );
}
