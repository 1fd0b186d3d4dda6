using Atelier.Core.Policy;

namespace Atelier.Engine.Checking;

/// <summary>Looks at a finished picture for one thing.</summary>
public interface IPictureChecker
{
    PictureCheck Check { get; }

    /// <summary>Whether anything is set up here that could tell.</summary>
    ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken);

    /// <summary>Passed or failed. Whatever it throws parks the picture.</summary>
    Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken);
}
