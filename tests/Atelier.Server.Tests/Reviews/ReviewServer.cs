using Atelier.Core.Policy;
using Atelier.Engine.Checking;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Reviews;

/// <summary>A server whose painter's pictures have to be looked at by a person, because no check is there and all are required.</summary>
public sealed class ReviewServer : IAsyncLifetime
{
    public TestServer Server { get; } = new() { Replace = Require };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static void Require(IServiceCollection services)
    {
        services.AddSingleton<IPictureChecker, NobodyChecks>();
        services.PostConfigure<CheckOptions>(options => options.Image = ImageRule.Required);
    }

    private sealed class NobodyChecks : IPictureChecker
    {
        public PictureCheck Check => PictureCheck.Nsfw;

        public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(false);

        public Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody should ask.");
    }
}
