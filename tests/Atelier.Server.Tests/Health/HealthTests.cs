using Atelier.Engine.Health;
using Atelier.Providers;
using Atelier.Server.Health;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Health;

/// <summary>What <c>/api/health</c> says while things break. Each breaks a server of its own.</summary>
public sealed class HealthTests
{
    private const string Door = "/api/health";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-71")]
    public async Task Get_AllInOrder_IsHealthyAndNamesNothingOfOurs()
    {
        await using var server = new EmulatedServer { Replace = Still };
        await server.InitializeAsync();

        var health = await server.Server.Nobody().GetAsync(Door);

        Assert.Equal(200, health.Status);
        Assert.Equal(["status", "timestamp", "services"], health.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal("healthy", health.TextAt("status"));
        Assert.Equal(
            """{"database":"healthy","aiProviders":{"legnext":"healthy","local":"healthy","openai":"healthy"},"storage":"healthy"}""",
            health.At("services").GetRawText()
        );
        Assert.InRange(health.At("timestamp").GetDateTimeOffset().Offset, TimeSpan.Zero, TimeSpan.Zero);
    }

    [Fact]
    [Trait("Requirement", "B-71")]
    public async Task Get_ProviderDown_IsDegradedAndStill200()
    {
        await using var server = new EmulatedServer
        {
            Options = new() { LongestEdge = 64, Key = "another one" },
            Replace = Still,
        };
        await server.InitializeAsync();

        var health = await server.Server.Nobody().GetAsync(Door);

        Assert.Equal((200, "degraded"), (health.Status, health.TextAt("status")));
        Assert.Equal("unhealthy", health.TextAt("services.aiProviders.openai"));
        Assert.Equal("unhealthy", health.TextAt("services.aiProviders.legnext"));
        Assert.Equal("healthy", health.TextAt("services.aiProviders.local"));
        Assert.Equal("healthy", health.TextAt("services.database"));
        string[] hidden = [.. server.Keys.Values, "127.0.0.1", "key"];
        Assert.All(hidden, text => Assert.DoesNotContain(text, health.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Requirement", "B-71")]
    public async Task Get_DatabaseAway_IsUnhealthyAnd503()
    {
        var gate = new DatabaseGate();
        await using var server = new TestServer { Gate = gate };
        await server.InitializeAsync();
        await gate.CloseAsync();

        var health = await server.Nobody().GetAsync(Door);

        Assert.Equal((503, "unhealthy"), (health.Status, health.TextAt("status")));
        Assert.Equal("unhealthy", health.TextAt("services.database"));
        Assert.Equal("healthy", health.TextAt("services.storage"));
        Refusal.HidesOurselves(health);
    }

    [Fact]
    [Trait("Requirement", "B-71")]
    public async Task Get_DatabaseRefusesTheQuery_IsUnhealthyToo()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await server.House.ExecuteAsync("ALTER TABLE nodes RENAME TO elsewhere");

        var health = await server.Nobody().GetAsync(Door);

        Assert.Equal((503, "unhealthy"), (health.Status, health.TextAt("status")));
        Assert.Equal("unhealthy", health.TextAt("services.database"));
        Refusal.HidesOurselves(health);
    }

    [Fact]
    [Trait("Requirement", "B-61")]
    public async Task Get_TooManyOfOneAddress_Is429()
    {
        await using var server = new TestServer
        {
            Replace = services => services.PostConfigure<AddressLimitOptions>(limits => limits.Reads = 2),
        };
        await server.InitializeAsync();

        var first = await server.Nobody().GetAsync(Door);
        var second = await server.Owner().GetAsync(Door);
        var third = await server.Nobody().GetAsync(Door);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(("2", "0"), (second.Header("RateLimit-Limit"), second.Header("RateLimit-Remaining")));
        PhotoRefusal.Is(third, 429, "RATE_LIMITED", "Too many requests from this IP, please try again later.");
        Assert.NotNull(third.Header("Retry-After"));
        // What load balancers ask is not counted.
        Assert.Equal(200, (await server.Nobody().GetAsync("/readyz")).Status);
    }

    [Fact]
    [Trait("Requirement", "B-71")]
    public async Task Get_CallsCannotBeCounted_SaysHowWeAreAllTheSame()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await using var connection = await server.House.Data.OpenConnectionAsync(Cancel);
        await using var held = await connection.BeginTransactionAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "LOCK TABLE call_windows IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(Cancel);

        var health = await server.Nobody().GetAsync(Door);

        Assert.Equal((200, "healthy"), (health.Status, health.TextAt("status")));
        // It did not wait until they could.
        Assert.Null(health.Header("RateLimit-Limit"));
    }

    [Fact]
    [Trait("Requirement", "B-71")]
    public async Task Get_StorageAway_IsUnhealthyUntilItIsLookedAtAgain()
    {
        var time = new FakeTimeProvider();
        await using var server = new TestServer { Replace = services => services.AddSingleton(of => Report(of, time)) };
        await server.InitializeAsync();
        var folders = Directory.EnumerateDirectories(server.DataFolder, ".tmp*").ToList();
        Assert.NotEmpty(folders);
        var caller = server.Nobody();
        Assert.Equal("healthy", (await caller.GetAsync(Door)).TextAt("status"));

        folders.ForEach(folder => Directory.Move(folder, folder + ".away"));
        time.Advance(TimeSpan.FromSeconds(59));
        var early = await caller.GetAsync(Door);
        time.Advance(TimeSpan.FromSeconds(1));
        var down = await caller.GetAsync(Door);
        folders.ForEach(folder => Directory.Move(folder + ".away", folder));
        time.Advance(TimeSpan.FromSeconds(60));
        var up = await caller.GetAsync(Door);

        Assert.Equal((200, "healthy"), (early.Status, early.TextAt("status")));
        Assert.Equal((503, "unhealthy"), (down.Status, down.TextAt("status")));
        Assert.Equal("unhealthy", down.TextAt("services.storage"));
        Assert.Equal("healthy", down.TextAt("services.database"));
        Assert.Equal((200, "healthy"), (up.Status, up.TextAt("status")));
    }

    private static void Still(IServiceCollection services) =>
        services.AddSingleton(of => Report(of, new FakeTimeProvider()));

    // The parts beneath keep what they saw for a second by the same clock.
    private static HealthReport Report(IServiceProvider of, FakeTimeProvider time) =>
        new(
            ActivatorUtilities.CreateInstance<Readiness>(of, time),
            of.GetRequiredService<ProviderWatch>(),
            of.GetRequiredService<ProviderRegistry>(),
            time
        );
}
