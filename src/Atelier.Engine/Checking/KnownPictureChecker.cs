using Atelier.Core.Policy;
using Atelier.Data.Known;
using Atelier.Engine.Changes;
using Atelier.Imaging.Fingerprints;

namespace Atelier.Engine.Checking;

/// <summary>Compares with the operator's list of known pictures. With an empty list it cannot tell anything.</summary>
internal sealed class KnownPictureChecker(KnownPictureStore known, ChangeHub hub, TimeProvider time)
    : IPictureChecker,
        IDisposable
{
    // A word may be lost; then another node's first entry holds this late.
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    private readonly ChangeSubscription _change = hub.Subscribe(ChangeWord.KnownPictures);

    private volatile Seen? _seen;

    public PictureCheck Check => PictureCheck.Copyright;

    public async ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken)
    {
        if (_change.TryTake())
        {
            _seen = null;
        }

        if (_seen is { } seen && time.GetElapsedTime(seen.At) < Life)
        {
            return seen.Any;
        }

        // The moment before the list is read: it is not newer than that.
        var at = time.GetTimestamp();
        var any = await known.AnyAsync(cancellationToken);
        _seen = new Seen(any, at);
        return any;
    }

    public async Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken)
    {
        var hash = await Task.Run(() => PerceptualHash.Of(picture.Pixels), cancellationToken);
        return
            hash is { } look
            && await known.FindNearAsync(look, PerceptualHash.SamePicture, cancellationToken) is not null
            ? CheckOutcome.Failed
            : CheckOutcome.Passed;
    }

    public void Dispose() => _change.Dispose();

    /// <summary>Whether the list held anything at a moment of this node's clock.</summary>
    private sealed record Seen(bool Any, long At);
}
