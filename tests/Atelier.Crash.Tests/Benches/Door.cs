using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Crash.Worker.Hosting;
using Atelier.Engine.Accepting;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Changes;
using Atelier.Engine.Working;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Crash.Tests.Benches;

/// <summary>The process that lives on: it accepts, and takes callbacks. Its engine has no workers.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly WebApplication _receiver;
    private IHost? _engine;

    private Door(WebApplication receiver) => _receiver = receiver;

    /// <summary>Where providers call back.</summary>
    public Uri Url => new(_receiver.Urls.Single());

    /// <summary>Listens for callbacks; they are turned away until it is opened.</summary>
    public static async Task<Door> ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var door = new Door(builder.Build());
        door._receiver.MapPost("/callbacks/{provider}/{attempt:guid}/{token}", door.ReceiveAsync);
        await door._receiver.StartAsync();
        return door;
    }

    /// <summary>Opens it: from here on it accepts.</summary>
    public async Task OpenAsync(CrashSettings settings)
    {
        _engine = CrashHost.Build(settings, () => new NodeIdentity(Guid.CreateVersion7()), LogLevel.Error);
        await Get<LaneSetup>().SaveAsync(Get<CatalogueHolder>().Current, CancellationToken.None);
        await Get<ChangePublisher>().StartAsync(CancellationToken.None);
    }

    /// <summary>Accepts a picture by a model.</summary>
    public async Task<Guid> AcceptAsync(Guid account, string model, string prompt, int count)
    {
        var request = new ImageRequest
        {
            Operation = new Create(prompt, null, null),
            Model = model,
            Count = count,
            Quality = Quality.Draft,
            Size = new PixelSize(1024, 1024),
        };
        var accepted = await Get<GenerationAcceptor>()
            .AcceptAsync(new Caller(account, null), request, null, null, CancellationToken.None);
        return accepted.GenerationId;
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        if (_engine is not null)
        {
            await Get<ChangePublisher>().StopAsync(CancellationToken.None);
            await Get<NpgsqlDataSource>().DisposeAsync();
            _engine.Dispose();
        }
    }

    private T Get<T>()
        where T : notnull => _engine!.Services.GetRequiredService<T>();

    // Among them the signature, where a provider signs.
    private static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );

    private async Task<IResult> ReceiveAsync(string provider, Guid attempt, string token, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return await Get<CallbackReceiver>()
            .ReceiveAsync(provider, attempt, token, body.ToArray(), HeadersOf(request), CancellationToken.None)
            ? Results.NoContent()
            : Results.NotFound();
    }
}
