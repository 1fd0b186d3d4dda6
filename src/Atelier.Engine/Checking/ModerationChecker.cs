using Atelier.Core.Policy;

namespace Atelier.Engine.Checking;

/// <summary>Asks the moderation model for some of the categories.</summary>
/// <param name="categories">Those that fail the check.</param>
/// <param name="moderator">Null where none is set up.</param>
internal sealed class ModerationChecker(
    PictureCheck check,
    IReadOnlyList<PolicyCategory> categories,
    IPictureModerator? moderator
) : IPictureChecker
{
    public PictureCheck Check => check;

    public IPictureChecker? Always { get; } =
        categories.Contains(PolicyCategory.SexualMinors) && categories.Count > 1
            ? new ModerationChecker(check, [PolicyCategory.SexualMinors], moderator)
            : null;

    public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(moderator is not null);

    public async Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken)
    {
        var flags = await picture.FlagsAsync(async () =>
        {
            var png = await Task.Run(picture.ToPng, cancellationToken);
            return await moderator!.FlagAsync(png, cancellationToken);
        });
        return flags.Any(categories.Contains) ? CheckOutcome.Failed : CheckOutcome.Passed;
    }
}
