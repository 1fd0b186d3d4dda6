using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate.Finding;

/// <summary>
/// Looks for the prediction of a POST whose answer was lost: Replicate lists all of them, with their inputs, whether they run or
/// ended. Exactly one that may be the call's is the call's; of two, nobody can say which. One of its model and time that shows another
/// input is never taken, but it may be the call's all the same, since nobody promises that an input is shown as it was sent.
/// </summary>
internal sealed class LostPredictionFinder(PredictionClient client, TimeSpan postTimeout)
{
    // A call is sent at most 5 s after its intent; the rest is Replicate's time to make it.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    // Two clocks never quite agree.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    // Predictions that may be ours if the clocks disagree badly: never adopted for their time alone, but never overlooked either.
    private static readonly TimeSpan Doubt = TimeSpan.FromMinutes(2);

    // A hundred each; more are made in such a time by nobody.
    private const int MostPages = 30;

    // Of two nobody can say which is meant, so no more are kept.
    private const int MostKept = 2;

    public async Task<Reconciled> FindAsync(LostCall call, CancellationToken cancellationToken)
    {
        var (from, to) = (call.IntentAt - Doubt, call.IntentAt + After + Doubt);
        var match = new InputMatch(call.Call, call.FirstSlot);
        var open = new List<Prediction>();
        var doubtful = false;
        var (whole, cursor) = (false, (string?)null);
        for (var page = 0; page < MostPages && !whole; page++)
        {
            var (predictions, next) = await client.ListAsync(from, to, cursor, cancellationToken);
            if (predictions.FirstOrDefault(prediction => CallbackMark.IsOurs(call, prediction)) is { } marked)
            {
                return new Reconciled.Found(marked.Id);
            }

            open.AddRange(predictions.Where(prediction => IsOpen(call, match, prediction)).Take(MostKept - open.Count));
            doubtful |= predictions.Any(prediction => IsDoubtful(call, match, prediction));
            if (next is not null && next == cursor)
            {
                break;
            }

            (whole, cursor) = (next is null, next);
        }

        return open switch
        {
            [{ } only] when whole && IsSole(call, match, only) => new Reconciled.Found(only.Id),
            [] when whole && !doubtful && call.IsOver(postTimeout) => new Reconciled.Nothing(),
            _ => new Reconciled.Unsure(),
        };
    }

    private static bool IsOpen(LostCall call, InputMatch match, Prediction prediction) =>
        IsNobodys(call, prediction) && (match.Fits(prediction) || match.IsBlind(prediction));

    // A field may be shown otherwise than it was sent; so its bill must stay in sight.
    private static bool IsDoubtful(LostCall call, InputMatch match, Prediction prediction) =>
        IsNobodys(call, prediction)
        && match.IsModel(prediction)
        && (prediction.CreatedAt is null || Covers(call.IntentAt, prediction));

    private static bool IsNobodys(LostCall call, Prediction prediction) =>
        !call.KnownTasks.Contains(prediction.Id) && !CallbackMark.IsAnothers(call, prediction);

    private static bool IsSole(LostCall call, InputMatch match, Prediction only) =>
        match.Fits(only)
        && Covers(call.IntentAt, only)
        // A call that began just now is no rival yet, so what was made this moment waits for the next look.
        && only.CreatedAt < call.Now - Before
        && !call.Rivals.Any(rival =>
            Covers(rival.IntentAt, only) && match.IsLike(new InputMatch(rival.Call, rival.FirstSlot))
        );

    private static bool Covers(DateTimeOffset intentAt, Prediction prediction) =>
        prediction.CreatedAt is { } made && made >= intentAt - Before && made <= intentAt + After;
}
