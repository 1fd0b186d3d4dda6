using Atelier.Core;
using Atelier.Core.Policy;
using Atelier.Data.Connections;
using Atelier.Data.Images;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Policy;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Checking;

/// <summary>
/// Where every picture passes before anybody sees it. What fails, or cannot be asked, or does not answer in time is for a person
/// to decide; nothing passes because something broke (requirements C-56, C-57). Where our own database is away the whole work fails,
/// and is done again when it is back: no person could decide either.
/// </summary>
public sealed partial class PictureGate(
    IEnumerable<IPictureChecker> checkers,
    PolicySwitches switches,
    PictureReader reader,
    ImageStore images,
    EngineMetrics metrics,
    IOptions<CheckOptions> options,
    TimeProvider time,
    ILogger<PictureGate> logger
)
{
    private readonly List<IPictureChecker> _checkers = [.. checkers.OrderBy(checker => checker.Check)];

    /// <summary>Checks that are switched on and that nothing here could do.</summary>
    public async Task<IReadOnlyList<PictureCheck>> MissingAsync(CancellationToken cancellationToken)
    {
        var missing = new List<PictureCheck>();
        foreach (var checker in SwitchedOn())
        {
            if (!await checker.IsAvailableAsync(cancellationToken))
            {
                missing.Add(checker.Check);
            }
        }

        return missing;
    }

    /// <summary>A picture that a provider sent.</summary>
    /// <exception cref="UnreadablePictureException">The bytes are no picture that we take.</exception>
    public Task<PictureVerdict> CheckAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        CheckAsync(() => reader.ReadAsync(bytes, cancellationToken), cancellationToken);

    private async Task<PictureVerdict> CheckAsync(Func<Task<PixelBuffer>> read, CancellationToken cancellationToken)
    {
        CheckedPicture? picture = null;
        var outcomes = new Dictionary<PictureCheck, CheckOutcome>();
        var concerns = new List<PictureCheck>();
        foreach (var (checker, isOn) in Asked())
        {
            var (outcome, broke) = (CheckOutcome.NotAvailable, false);
            if (await IsAvailableAsync(checker, cancellationToken) is not { } available)
            {
                broke = true;
            }
            else if (available)
            {
                // Decoded only where somebody looks at it.
                picture ??= new CheckedPicture(await read());
                (outcome, broke) = await AskAsync(checker, picture, cancellationToken);
            }

            var doubted = broke || outcome == CheckOutcome.Failed;
            if (!isOn && !doubted)
            {
                // Most of it was not looked for.
                continue;
            }

            outcomes[checker.Check] = outcome;
            metrics.Checked(SnakeCase.Of(checker.Check), broke ? "broken" : SnakeCase.Of(outcome));
            if (doubted || (outcome == CheckOutcome.NotAvailable && Required))
            {
                concerns.Add(checker.Check);
            }
        }

        return new PictureVerdict(outcomes, concerns);
    }

    /// <summary>
    /// Whether pictures may be shown before they are finished: not where one could be held back for what it shows, since that is
    /// seen on the finished one only.
    /// </summary>
    public async Task<bool> ShowsUnfinishedAsync(CancellationToken cancellationToken)
    {
        if (Required)
        {
            return false;
        }

        foreach (var asked in Asked().Where(asked => !SeesUnfinished(asked.Checker)))
        {
            if (await IsAvailableAsync(asked.Checker, cancellationToken) is not false)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether nothing is found on a picture that is not finished.</summary>
    public async Task<bool> PassesUnfinishedAsync(PixelBuffer pixels, CancellationToken cancellationToken)
    {
        var picture = new CheckedPicture(pixels);
        foreach (var checker in SwitchedOn().Where(SeesUnfinished))
        {
            if (await AskAsync(checker, picture, cancellationToken) is not (CheckOutcome.Passed, false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A picture that a caller brings, before it is kept or any provider sees it: where it parks, it is refused.</summary>
    /// <param name="look">As it will be kept.</param>
    public Task<PictureVerdict> CheckUploadAsync(PixelBuffer look, CancellationToken cancellationToken) =>
        CheckAsync(() => Task.FromResult(look), cancellationToken);

    /// <summary>What our painter makes: of words it needs no check, of a picture it inherits that picture's.</summary>
    /// <param name="sourceId">The picture that it changes; null for words.</param>
    public async Task<PictureVerdict> CheckPaintedAsync(Guid? sourceId, CancellationToken cancellationToken)
    {
        var on = SwitchedOn().Select(checker => checker.Check).ToList();
        if (sourceId is not { } source)
        {
            return new PictureVerdict(on.ToDictionary(check => check, _ => CheckOutcome.NotNeeded), []);
        }

        var known = (await images.FindAsync(source, cancellationToken))?.Checks;
        var outcomes = on.ToDictionary(check => check, check => Inherited(known, check));
        // Whoever may use the source has it by a person's word where a check had failed: that holds on.
        return new PictureVerdict(
            outcomes,
            [.. on.Where(check => Required && outcomes[check] == CheckOutcome.NotAvailable)]
        );
    }

    // A mark that lies over all of a picture is one wherever it is seen; everything else may yet come.
    private static bool SeesUnfinished(IPictureChecker checker) => checker.Check == PictureCheck.Watermark;

    private bool Required => options.Value.Image == ImageRule.Required;

    private static CheckOutcome Inherited(IReadOnlyDictionary<string, string>? known, PictureCheck check) =>
        known is not null && known.TryGetValue(SnakeCase.Of(check), out var word)
            ? SnakeCase.TryParse<CheckOutcome>(word) ?? CheckOutcome.NotAvailable
            : CheckOutcome.NotAvailable;

    private IEnumerable<IPictureChecker> SwitchedOn() => _checkers.Where(checker => switches.CheckIsOn(checker.Check));

    // With those that are off, for what of them nobody can switch off.
    private IEnumerable<(IPictureChecker Checker, bool IsOn)> Asked()
    {
        foreach (var checker in _checkers)
        {
            if (switches.CheckIsOn(checker.Check))
            {
                yield return (checker, true);
            }
            else if (checker.Always is { } always)
            {
                yield return (always, false);
            }
        }
    }

    // Null when that itself cannot be told.
    private async Task<bool?> IsAvailableAsync(IPictureChecker checker, CancellationToken cancellationToken)
    {
#pragma warning disable CA1031 // Whatever breaks a check must not let the picture pass.
        try
        {
            return await checker.IsAvailableAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !exception.IsDatabaseOutage())
        {
            LogBroken(checker.Check, exception);
            return null;
        }
#pragma warning restore CA1031
    }

    private async Task<(CheckOutcome Outcome, bool Broke)> AskAsync(
        IPictureChecker checker,
        CheckedPicture picture,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(options.Value.CheckTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
#pragma warning disable CA1031 // Whatever breaks a check must not let the picture pass.
        try
        {
            // A check that does not listen must not hold up the picture for ever either.
            return (await checker.CheckAsync(picture, stop.Token).WaitAsync(stop.Token), false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !exception.IsDatabaseOutage())
        {
            LogBroken(checker.Check, exception);
            return (CheckOutcome.NotAvailable, true);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(LogLevel.Error, "The check {Check} of a picture did not answer; a person must decide about it")]
    private partial void LogBroken(PictureCheck check, Exception exception);
}
