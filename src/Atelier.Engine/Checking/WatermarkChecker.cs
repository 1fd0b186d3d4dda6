using Atelier.Core.Policy;
using Atelier.Imaging.Detection;

namespace Atelier.Engine.Checking;

/// <summary>Looks for somebody else's mark, laid over all of the picture. Ours is not on it yet.</summary>
internal sealed class WatermarkChecker : IPictureChecker
{
    public PictureCheck Check => PictureCheck.Watermark;

    public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(true);

    public async Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken)
    {
        var finding = await Task.Run(() => WatermarkDetector.Look(picture.Pixels), cancellationToken);
        return finding.Found ? CheckOutcome.Failed : CheckOutcome.Passed;
    }
}
