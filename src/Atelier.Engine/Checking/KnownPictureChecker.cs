using Atelier.Core.Policy;
using Atelier.Data.Known;
using Atelier.Imaging.Fingerprints;

namespace Atelier.Engine.Checking;

/// <summary>Compares with the operator's list of known pictures. With an empty list it cannot tell anything.</summary>
internal sealed class KnownPictureChecker(KnownPictureStore known) : IPictureChecker
{
    public PictureCheck Check => PictureCheck.Copyright;

    public async ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) =>
        await known.AnyAsync(cancellationToken);

    public async Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken)
    {
        var hash = await Task.Run(() => PerceptualHash.Of(picture.Pixels), cancellationToken);
        return
            hash is { } look
            && await known.FindNearAsync(look, PerceptualHash.SamePicture, cancellationToken) is not null
            ? CheckOutcome.Failed
            : CheckOutcome.Passed;
    }
}
