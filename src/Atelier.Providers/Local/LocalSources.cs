using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Local;

/// <summary>Reads the pictures that a change is about.</summary>
internal static class LocalSources
{
    /// <exception cref="ProviderException">It is gone, or its file is broken.</exception>
    public static async Task<PixelBuffer> ReadAsync(
        ISourceFiles sources,
        Guid image,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await sources.ReadAsync(image, cancellationToken);
        }
        catch (UnreadablePictureException exception)
        {
            // It was read before it was stored: its file is broken, and will be the next time too.
            throw new ProviderException(
                "local",
                FailureKind.BadRequest,
                Charge.None,
                "The picture that the request is about cannot be read.",
                exception
            );
        }
    }
}
