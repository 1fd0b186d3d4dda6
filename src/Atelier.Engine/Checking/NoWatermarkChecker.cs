using Atelier.Core.Policy;

namespace Atelier.Engine.Checking;

/// <summary>Nothing here tells somebody else's mark well enough to hold a picture back for it.</summary>
internal sealed class NoWatermarkChecker : IPictureChecker
{
    public PictureCheck Check => PictureCheck.Watermark;

    public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(false);

    public Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken) =>
        Task.FromResult(CheckOutcome.NotAvailable);
}
