using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Webhooks;

public sealed class WebhookTests(HookServer hooks) : IClassFixture<HookServer>
{
    [Fact]
    public async Task Endpoint_GenerationCompletes_GetsWhatTheDoorShowsWithoutTheWords()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();
        var (path, secret) = await hooks.AddAsync(caller, receiver);

        var shown = await caller.GenerateAsync(Bodies.Small("\"n\": 2"));

        var message = await receiver.NthAsync(1);
        Assert.True(message.IsSignedWith(secret));
        Assert.Equal("/hook?token=theirs", message.Path);
        Assert.Equal("generation.completed", message.Type);
        Assert.Matches("^msg_[0-9a-f]{32}$", message.Id);
        Assert.Equal(TimeSpan.Zero, message.Json.GetProperty("timestamp").GetDateTimeOffset().Offset);
        Assert.DoesNotContain(LogCapture.PromptWord, message.Body, StringComparison.Ordinal);
        var data = message.Json.GetProperty("data");
        Assert.Equal(
            shown.Json.EnumerateObject().Select(field => field.Name).Where(name => name != "prompt"),
            data.EnumerateObject().Select(field => field.Name)
        );
        Assert.Equal(shown.TextAt("id"), data.GetProperty("id").GetString());
        var url = new Uri(data.GetProperty("images")[1].GetProperty("url").GetString()!);
        Assert.Equal(hooks.Server.Url.Authority, url.Authority);
        Assert.Equal(200, (await hooks.Server.Nobody().GetAsync(url.PathAndQuery)).Status);

        var delivery = await HookServer.DeliveryAsync(caller, path, one => Status(one) == "delivered");
        Assert.Equal(message.Id, delivery.GetProperty("webhook_id").GetString());
        Assert.Equal(
            (1, 204, shown.TextAt("id")),
            (
                delivery.GetProperty("attempts").GetInt32(),
                delivery.GetProperty("last_status_code").GetInt32(),
                delivery.GetProperty("generation_id").GetString()
            )
        );
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Endpoint_OfAFreeAccount_GetsMarkedPicturesOnly()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.Server.AddCallerAsync(scopes: ["generate", "webhooks"], tier: "free");
        await hooks.AddAsync(caller, receiver);

        var shown = await caller.GenerateAsync(Bodies.Small());

        var image = (await receiver.NthAsync(1)).Json.GetProperty("data").GetProperty("images")[0];
        Assert.Equal(PathsOf(shown.At("images")[0].GetProperty("urls")), PathsOf(image.GetProperty("urls")));
        Assert.DoesNotContain("clean", image.GetRawText(), StringComparison.OrdinalIgnoreCase);
        var told = new Uri(image.GetProperty("url").GetString()!);
        var seen = await hooks.Server.Nobody().GetAsync(told.PathAndQuery);
        var own = await caller.GetAsync(new Uri(shown.At("images")[0].GetProperty("url").GetString()!).PathAndQuery);
        Assert.Equal(own.Bytes, seen.Bytes);
    }

    [Fact]
    public async Task WebhookUrl_OfAGeneration_IsToldWithTheAccountsSecret()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();

        var shown = await caller.GenerateAsync(Bodies.Small($"\"webhook_url\": \"{receiver.Url}\""));

        var message = await receiver.NthAsync(1);
        var secret = (await caller.GetAsync("/v1/webhooks/secret")).TextAt("secret")!;
        Assert.True(message.IsSignedWith(secret));
        Assert.Equal(shown.TextAt("id"), message.Json.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal(secret, (await caller.GetAsync("/v1/webhooks/secret")).TextAt("secret"));
        var next = (await caller.PostAsync("/v1/webhooks/secret/rotate", "{}")).TextAt("secret")!;
        await hooks.Server.PauseAsync();
        var body = Bodies.Small($"\"webhook_url\": \"{receiver.Url}\", \"webhook_events\": [\"generation.canceled\"]");
        await caller.DeleteAsync(await caller.StartAsync(body));
        await hooks.Server.ResumeAsync();
        var canceled = await receiver.NthAsync(2);
        Assert.Equal("generation.canceled", canceled.Type);
        Assert.True(canceled.IsSignedWith(secret) && canceled.IsSignedWith(next));
    }

    [Fact]
    public async Task Rotate_WithAnOverlap_BothSecretsSignUntilItIsOver()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();
        var (path, first) = await hooks.AddAsync(caller, receiver);
        var rotated = await caller.PostAsync($"{path}/rotate", """{"overlap_seconds": 3600}""");
        Assert.True(rotated.Status == 200, rotated.Text);
        var second = rotated.TextAt("secret")!;

        await caller.PostAsync($"{path}/test", "");
        var both = await receiver.NthAsync(1);
        await hooks.Server.House.MoveClockAsync(TimeSpan.FromHours(2));
        await caller.PostAsync($"{path}/test", "");
        var after = await receiver.NthAsync(2);

        Assert.True(both.IsSignedWith(first) && both.IsSignedWith(second));
        Assert.True(after.IsSignedWith(second));
        Assert.False(after.IsSignedWith(first));
        Assert.Equal("webhook.test", after.Type);
        Assert.Equal(path, $"/v1/webhooks/{after.Json.GetProperty("data").GetProperty("webhook_id").GetString()}");
    }

    [Fact]
    public async Task Redeliver_Delivered_ComesAgainUnderItsId()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();
        var (path, secret) = await hooks.AddAsync(caller, receiver);
        var asked = await caller.PostAsync($"{path}/test", "");
        Assert.Equal(202, asked.Status);
        await HookServer.DeliveryAsync(caller, path, one => Status(one) == "delivered");

        var again = await caller.PostAsync($"{path}/deliveries/{asked.TextAt("id")}/redeliver", "");

        Assert.Equal((202, "pending"), (again.Status, again.TextAt("status")));
        var (first, second) = (await receiver.NthAsync(1), await receiver.NthAsync(2));
        Assert.Equal(first.Id, second.Id);
        Assert.True(second.IsSignedWith(secret));
        var other = await hooks.AddCallerAsync();
        Assert.Equal(404, (await other.PostAsync($"{path}/deliveries/{asked.TextAt("id")}/redeliver", "")).Status);
    }

    [Fact]
    public async Task Deliveries_ByCursor_GoThroughAllOnceNewestFirst()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();
        var (path, _) = await hooks.AddAsync(caller, receiver);
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await caller.PostAsync($"{path}/test", "")).TextAt("id")!);
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await caller.GetAsync(
                $"{path}/deliveries?limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}"
            );
            seen.AddRange(page.At("data").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            cursor = page.At("has_more").GetBoolean() ? page.TextAt("next_cursor") : null;
        }

        made.Reverse();
        Assert.Equal(made, seen);
    }

    private static string? Status(JsonElement delivery) => delivery.GetProperty("status").GetString();

    private static List<string> PathsOf(JsonElement urls) =>
        [.. urls.EnumerateObject().Select(url => new Uri(url.Value.GetString()!).AbsolutePath)];
}
