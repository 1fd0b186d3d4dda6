using Atelier.Core.Policy;
using Atelier.Engine.Checking;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Reviews;

/// <summary>A server with an emulated OpenAI, whose pictures never pass the check for nsfw.</summary>
public sealed class ReviewServer : IAsyncLifetime
{
    private readonly EmulatedServer _emulated = new()
    {
        Replace = services => services.AddSingleton<IPictureChecker, Strict>(),
    };

    public TestServer Server => _emulated.Server;

    public ValueTask InitializeAsync() => _emulated.InitializeAsync();

    public ValueTask DisposeAsync() => _emulated.DisposeAsync();

    private sealed class Strict : IPictureChecker
    {
        public PictureCheck Check => PictureCheck.Nsfw;

        public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(true);

        public Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken) =>
            Task.FromResult(CheckOutcome.Failed);
    }
}
