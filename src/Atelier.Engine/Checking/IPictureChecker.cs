using Atelier.Core.Policy;

namespace Atelier.Engine.Checking;

/// <summary>Looks at a finished picture for one thing.</summary>
public interface IPictureChecker
{
    PictureCheck Check { get; }

    /// <summary>What of it is looked for even where the check is switched off; null where that is nothing.</summary>
    IPictureChecker? Always => null;

    /// <summary>Whether anything is set up here that could tell.</summary>
    ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken);

    /// <summary>Passed or failed. Whatever it throws parks the picture.</summary>
    Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken);
}
