using System.Text;
using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Engine.Accepting;
using Atelier.Server.Authentication;
using Atelier.Server.Presentations;
using Atelier.Server.Presentations.Bodies;
using Atelier.Server.Presentations.Reading;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What somebody holds who waits for a picture: with a mask's text it would be eleven megabytes for ten minutes.</summary>
public sealed class DeckMemoryTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Json = """{"presentationId": "deck-1", "slideId": "slide-1", "elementId": "element-1"}""";

    private static readonly List<WeakReference> Made = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Nothing is made: whoever waits, waits.
    public async ValueTask InitializeAsync() => await server.PauseAsync();

    public async ValueTask DisposeAsync() => await server.ResumeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "C-37")]
    public async Task RunAsync_WaitsForThePicture_HasLetGoOfTheBody(bool known)
    {
        var caller = await server.AddCallerAsync();
        if (known)
        {
            await RunAsync(caller, Context("respond-async"), Cancel);
        }

        Made.Clear();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var context = Context("wait=600");

        var waiting = RunAsync(caller, context, gone.Token);

        await TestServer.UntilAsync(() =>
        {
            GC.Collect();
            return Task.FromResult(
                context.Response.Headers.ContainsKey("Atelier-Generation") && Made is [{ IsAlive: false }]
            );
        });
        Assert.False(waiting.IsCompleted);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<IResult> RunAsync(TestCaller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var reader = server.Services.GetRequiredService<GenerateReader>();
        return server
            .Services.GetRequiredService<DeckDesk>()
            .RunAsync<SeenBody>(
                context,
                new CurrentCaller(new Caller(caller.AccountId, null)),
                "generate",
                "prompt",
                (_, call, cancel) => reader.ReadAsync(Whole(), call, cancel),
                cancellationToken
            );
    }

    private static ImageGenerateBody Whole() =>
        NestedBody.Read<ImageGenerateBody>(
            JsonSerializer.Deserialize<JsonElement>(DeckBody.Generate()),
            new ErrorList(),
            _ => ErrorCode.InvalidRequest
        );

    private DefaultHttpContext Context(string prefer)
    {
        var context = new DefaultHttpContext { RequestServices = server.Services };
        var request = context.Request;
        (request.Method, request.Scheme, request.Host) = ("POST", "http", new HostString(server.Url.Authority));
        (request.ContentType, request.Body) = ("application/json", new MemoryStream(Encoding.UTF8.GetBytes(Json)));
        request.Headers["Prefer"] = prefer;
        request.Headers["Idempotency-Key"] = "one";
        return context;
    }

    private sealed class SeenBody : PlacedBody
    {
        public SeenBody() => Made.Add(new WeakReference(this));
    }
}
