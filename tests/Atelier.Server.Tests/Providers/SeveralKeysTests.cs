using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Server.Providers;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>PiAPI with two keys of three to one and LegNext with two alike, each of an account that sees its own tasks alone.</summary>
public sealed class SeveralKeysTests : IAsyncLifetime
{
    private readonly EmulatedServer _server = new()
    {
        Wires = ["piapi", "legnext"],
        Weights = new Dictionary<string, int[]> { ["piapi"] = [3, 1], ["legnext"] = [1, 1] },
        Options = new() { LongestEdge = 64, KeysApart = true },
    };

    private EmulatedWire Piapi => _server.Wire("piapi");

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Create_TwoKeys_SharesByWeightAndFollowsEachTaskWithItsKey()
    {
        var caller = await _server.Server.AddCallerAsync();

        for (var i = 0; i < 4; i++)
        {
            await MakeAsync(caller);
        }

        Assert.Equal([Key(0), Key(0), Key(1), Key(0)], Tasks().Select(KeyOf));
        FollowsEachWithItsKey();
        await Books.AreEvenAsync(_server);
    }

    [Theory]
    [InlineData(FaultAction.Unauthorized, "refused", 300)]
    [InlineData(FaultAction.OutOfCredits, "empty", 300)]
    [InlineData(FaultAction.TooManyRequests, "limited", 120)]
    public async Task Create_OneKeyTurnedAway_TheOtherMakesItAndTheOwnerSeesWhy(
        FaultAction action,
        string state,
        int seconds
    )
    {
        var caller = await _server.Server.AddCallerAsync(scopes: ["generate", "admin"]);
        Piapi.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = "task",
                Key = _server.Several["piapi"][0].Key,
                Times = 0,
                RetryAfter = 120,
            }
        );

        var made = await MakeAsync(caller);
        await MakeAsync(caller);

        Assert.Equal([Key(0), Key(1), Key(1)], Tasks().Select(KeyOf));
        var keys = (await ReadAsync("piapi")).GetProperty("keys");
        Assert.Equal(
            (state, "used"),
            (keys[0].GetProperty("state").GetString(), keys[1].GetProperty("state").GetString())
        );
        Assert.InRange(keys[0].GetProperty("retry_in_seconds").GetDouble(), seconds - 60, seconds);
        Assert.False(keys[1].TryGetProperty("retry_in_seconds", out _));
        var told = (await caller.GetAsync($"/v1/generations/{made.TextAt("id")}/explain"))
            .At("attempts")
            .EnumerateArray()
            .ToList();
        Assert.Equal(
            [$"key_{state}", null],
            told.Select(call => call.TryGetProperty("failure", out var failure) ? failure.GetString() : null)
        );
        Assert.Equal(["PIAPI_KEY", "PIAPI_KEY_2"], told.Select(call => call.GetProperty("key").GetString()));
        await Books.AreEvenAsync(_server);
    }

    [Fact]
    public async Task Explain_OneKeyTurnedAway_IsTheOperatorsBusiness()
    {
        var caller = await _server.Server.AddCallerAsync();
        Piapi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.OutOfCredits,
                Operation = "task",
                Key = _server.Several["piapi"][0].Key,
            }
        );

        var made = await MakeAsync(caller);
        var answer = await caller.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");

        Assert.Contains("turned_away", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("key", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Create_AnswerLost_IsFoundInTheListOfTheKeyThatSentIt()
    {
        var caller = await _server.Server.AddCallerAsync();
        Piapi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.CutAfter,
                Operation = "task",
                Key = _server.Several["piapi"][1].Key,
            }
        );
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await MakeAsync(caller)).TextAt("id")!);
        }

        // Without a second payment: three tasks, three pictures.
        Assert.Equal(3, Tasks().Count);
        Assert.Equal(3, Piapi.Bill.Items.Count);
        Assert.All(
            Piapi.Calls.Where(call => call.Path.Contains("histories", StringComparison.Ordinal)),
            call => Assert.Equal(Key(1), KeyOf(call))
        );
        FollowsEachWithItsKey();
        await Books.AreEvenAsync(_server);
    }

    [Fact]
    public async Task Change_OfAPictureOfOneKey_IsSentWithThatKey()
    {
        var caller = await _server.Server.AddCallerAsync();
        await _server.MakeAtLegNextAsync(caller, Bodies.Midjourney());
        var made = await _server.MakeAtLegNextAsync(caller, Bodies.Midjourney());
        var picture = made.At("images")[0].GetProperty("id").GetString();

        for (var i = 0; i < 2; i++)
        {
            await _server.MakeAtLegNextAsync(caller, $$"""{"operation": "upscale", "image": "{{picture}}"}""");
        }

        var (one, two) = (
            Fingerprint(_server.Several["legnext"][0].Key),
            Fingerprint(_server.Several["legnext"][1].Key)
        );
        Assert.Equal([one, two, two, two], EmulatedServer.Paid(_server.LegNext).Select(KeyOf));
        await Books.AreEvenAsync(_server);
    }

    [Fact]
    public async Task Create_SecondNodeWithTheKeysUnderOtherNames_FollowsEachTaskWithItsKey()
    {
        var caller = await _server.Server.AddCallerAsync();
        Piapi.TaskDuration = null;
        var addresses = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            addresses.Add(await caller.StartAsync(Body));
        }

        await EmulatedServer.WaitForPaidAsync(Piapi, 3);
        await using var other = new TestServer { Beside = _server.Server, Adjust = Swapped };
        await other.InitializeAsync();
        foreach (var address in addresses)
        {
            await _server.WaitForTaskAsync(address);
        }

        Piapi.FinishTasks();
        Piapi.TaskDuration = TimeSpan.Zero;

        foreach (var address in addresses)
        {
            Assert.Equal("complete", (await caller.EndOfAsync(address)).TextAt("state"));
        }

        Assert.Equal(3, Tasks().Count);
        FollowsEachWithItsKey();
        await Books.AreEvenAsync(_server);
    }

    [Fact]
    public async Task Providers_Always_ShowsKeysByTheirVariablesAndNeverTheKeys()
    {
        var answer = await _server.Server.Owner().GetAsync("/admin/api/providers");
        var piapi = (await ReadAsync("piapi")).GetProperty("keys");

        Assert.Equal(
            ["PIAPI_KEY 3 used 0", "PIAPI_KEY_2 1 used 0"],
            piapi
                .EnumerateArray()
                .Select(key =>
                    $"{key.GetProperty("variable")} {key.GetProperty("weight")} {key.GetProperty("state")} {key.GetProperty("open_calls")}"
                )
        );
        Assert.All(piapi.EnumerateArray(), key => Assert.True(key.GetProperty("balance_usd").GetDecimal() > 0));
        Assert.All(
            _server.Several.Values.SelectMany(keys => keys),
            key => Assert.DoesNotContain(key.Key, answer.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Providers_KeyTakenAwayWithCallsUnderWay_IsShownAsRemoved()
    {
        var caller = await _server.Server.AddCallerAsync();
        Piapi.TaskDuration = null;
        var address = await caller.StartAsync(Body);
        await _server.WaitForTaskAsync(address);
        await _server.Server.House.ExecuteAsync("UPDATE attempts SET sent_with = 'PIAPI_KEY_7#000000000000'");

        var keys = (await ReadAsync("piapi")).GetProperty("keys").EnumerateArray().ToList();

        Assert.Equal(
            ("PIAPI_KEY_7", 0, "removed", 1),
            (
                keys[^1].GetProperty("variable").GetString(),
                keys[^1].GetProperty("weight").GetInt32(),
                keys[^1].GetProperty("state").GetString(),
                keys[^1].GetProperty("open_calls").GetInt32()
            )
        );
        await _server.Server.House.ExecuteAsync("UPDATE attempts SET sent_with = NULL");
        Piapi.FinishTasks();
        await _server.Server.House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("complete", (await caller.EndOfAsync(address)).TextAt("state"));
    }

    private static string Body => Bodies.With("\"model\": \"flux-schnell\", \"size\": \"1024x1024\"");

    private static async Task<Answer> MakeAsync(TestCaller caller)
    {
        var made = await caller.GenerateAsync(Body);
        Assert.Equal(("complete", "piapi"), (made.TextAt("state"), made.TextAt("provider")));
        return made;
    }

    private async Task<JsonElement> ReadAsync(string provider) =>
        (await _server.Server.Owner().GetAsync("/admin/api/providers"))
            .Json.EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == provider);

    private static string KeyOf(ReceivedCall call) => call.Headers["X-API-Key"];

    private static string Fingerprint(string key) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12]}";

    private string Key(int index) => Fingerprint(_server.Several["piapi"][index].Key);

    private List<ReceivedCall> Tasks() => [.. EmulatedServer.Paid(Piapi).Where(call => call.Operation == "task")];

    // Whoever asks for a task with another key than its own is told that there is none.
    private void FollowsEachWithItsKey()
    {
        var polls = Piapi.Calls.Where(call =>
            call.Method == "GET" && call.Path.StartsWith("/api/v1/task/", StringComparison.Ordinal)
        );
        Assert.NotEmpty(polls);
        Assert.All(polls, poll => Assert.Equal(200, poll.Status));
    }

    private ServerSettings Swapped(ServerSettings settings)
    {
        var usual = _server.Adjust(settings);
        return usual with
        {
            Urls = settings.Urls,
            Providers =
            [
                .. usual.Providers.Select(provider => new ProviderSetting
                {
                    Id = provider.Id,
                    Key = provider.Key,
                    BaseUrl = provider.BaseUrl,
                    Keys =
                    [
                        new KeySetting(provider.Keys[0].Name, provider.Keys[1].Key, 7),
                        new KeySetting(provider.Keys[1].Name, provider.Keys[0].Key, 0),
                    ],
                }),
            ],
        };
    }
}
