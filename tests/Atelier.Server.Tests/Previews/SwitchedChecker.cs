using Atelier.Core.Policy;
using Atelier.Engine.Checking;

namespace Atelier.Server.Tests.Previews;

/// <summary>A checker that passes all, and is not there for finished pictures, until it is told to fail them.</summary>
internal sealed class SwitchedChecker(PictureCheck check) : IPictureChecker
{
    private volatile bool _fails;

    public bool Fails
    {
        get => _fails;
        set => _fails = value;
    }

    public PictureCheck Check => check;

    public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(Fails);

    public Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken) =>
        Task.FromResult(Fails ? CheckOutcome.Failed : CheckOutcome.Passed);
}
