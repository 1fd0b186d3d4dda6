using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Webhooks;

/// <summary>The doors with the settings of service: public addresses by TLS only, and no public address of our own.</summary>
public sealed class WebhookDoorTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/webhooks";
    private const string Good = """{"url": "https://hooks.example.com/in"}""";

    [Theory]
    [InlineData("http://hooks.example.com/in")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://x.localhost/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://intranet/")]
    [InlineData("https://user:secret@hooks.example.com/")]
    [InlineData("https://hooks.example.com:22/")]
    [InlineData("https://hooks.example.com/#part")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("hooks.example.com")]
    [InlineData("")]
    public async Task Create_AddressThatMustNotBeTold_Is400(string url)
    {
        var caller = await server.AddCallerAsync(scopes: ["generate", "webhooks"]);

        var made = await caller.PostAsync(Door, $$"""{"url": "{{url}}"}""");
        var asked = await caller.PostAsync("/v1/generations", Bodies.Small($"\"webhook_url\": \"{url}\""));

        Assert.Equal((400, "url"), (made.Status, made.At("errors")[0].GetProperty("field").GetString()));
        Assert.Equal((400, "webhook_url"), (asked.Status, asked.At("errors")[0].GetProperty("field").GetString()));
        Assert.Empty((await caller.GetAsync(Door)).At("data").EnumerateArray());
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task WebhookUrl_AThousandMessagesWait_Is429()
    {
        var caller = await server.AddCallerAsync(scopes: ["generate", "webhooks"]);
        var body = Bodies.Small("\"webhook_url\": \"https://hooks.example.com/in\"");
        var before = await caller.PostAsync("/v1/generations", body, ("Idempotency-Key", "before"));
        Assert.Equal(202, before.Status);
        await caller.EndOfAsync(before.Header("Location")!);
        var balance = await caller.BalanceAsync();
        await server.House.ExecuteAsync(
            """
            WITH made AS (
              INSERT INTO webhook_messages (id, account_id, type, generation_id, happened_at)
              SELECT gen_random_uuid(), @AccountId, 'generation.failed', gen_random_uuid(), now() FROM generate_series(1, 1000)
              RETURNING id)
            INSERT INTO webhook_deliveries (message_id, account_id, host, next_at)
            SELECT id, @AccountId, 'hooks.example.com', now() + interval '1 day' FROM made
            """,
            new { caller.AccountId }
        );

        var refused = await caller.PostAsync("/v1/generations", body, ("Idempotency-Key", "behind"));
        // What was accepted stays so.
        var again = await caller.PostAsync("/v1/generations", body, ("Idempotency-Key", "before"));

        Assert.Equal((429, "rate_limited"), (refused.Status, refused.TextAt("code")));
        Assert.Equal((200, before.TextAt("id")), (again.Status, again.TextAt("id")));
        Assert.Equal(balance, await caller.BalanceAsync());
        Assert.Equal(202, (await caller.PostAsync("/v1/generations", Bodies.Small())).Status);
        await server.House.ExecuteAsync(
            "DELETE FROM webhook_messages WHERE account_id = @AccountId",
            new { caller.AccountId }
        );
        Assert.Equal(202, (await caller.PostAsync("/v1/generations", body)).Status);
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": 7}""", "url")]
    [InlineData("""{"url": "https://hooks.example.com/", "events": ["generation.complete"]}""", "events")]
    [InlineData("""{"url": "https://hooks.example.com/", "events": []}""", "events")]
    [InlineData("""{"url": "https://hooks.example.com/", "events": [null]}""", "events")]
    [InlineData("""{"url": "https://hooks.example.com/", "events": "all"}""", "events")]
    [InlineData("""{"url": "https://hooks.example.com/", "description": "two\nlines"}""", "description")]
    [InlineData("""{"url": "https://hooks.example.com/", "secret": "mine"}""", "secret")]
    public async Task Create_WrongField_IsNamed(string body, string field)
    {
        var caller = await server.AddCallerAsync(scopes: ["webhooks"]);

        var answer = await caller.PostAsync(Door, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(field, Assert.Single(answer.At("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Endpoint_MadeChangedAndDeleted_ShowsItsSecretOnce()
    {
        var caller = await server.AddCallerAsync(scopes: ["webhooks"]);
        var made = await caller.PostAsync(
            Door,
            """{"url": "https://hooks.example.com/in", "events": ["generation.failed"], "description": "Ours"}"""
        );
        Assert.Equal(201, made.Status);
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", made.TextAt("secret")!);
        var path = made.Header("Location")!;

        var shown = await caller.GetAsync(path);
        var listed = (await caller.GetAsync(Door)).At("data");
        var changed = await caller.SendAsync(
            HttpMethod.Patch,
            path,
            new StringContent(
                """{"events": ["all"], "disabled": true}""",
                System.Text.Encoding.UTF8,
                "application/json"
            )
        );

        Assert.False(shown.Json.TryGetProperty("secret", out _));
        Assert.Equal("Ours", shown.TextAt("description"));
        Assert.Equal(shown.Text, Assert.Single(listed.EnumerateArray()).GetRawText());
        Assert.Equal("all", Assert.Single(changed.At("events").EnumerateArray()).GetString());
        Assert.Equal((true, "caller"), (changed.At("disabled").GetBoolean(), changed.TextAt("disabled_reason")));
        Assert.Equal("https://hooks.example.com/in", changed.TextAt("url"));
        Assert.Equal(409, (await caller.PostAsync($"{path}/test", "")).Status);
        Assert.Equal(204, (await caller.DeleteAsync(path)).Status);
        Assert.Equal(404, (await caller.GetAsync(path)).Status);
        var actions = await server.House.ScalarAsync<string>(
            "SELECT string_agg(action || ' ' || (key_id IS NOT NULL), ', ' ORDER BY id) FROM audit WHERE account_id = @AccountId AND actor_id = @AccountId",
            new { caller.AccountId }
        );
        Assert.Equal("webhook.create true, webhook.update true, webhook.delete true", actions);
    }

    [Fact]
    public async Task Create_TheTwentyFirst_Is409()
    {
        var caller = await server.AddCallerAsync(scopes: ["webhooks"]);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(201, (await caller.PostAsync(Door, Good)).Status);
        }

        var answer = await caller.PostAsync(Door, Good);

        Assert.Equal((409, "conflict"), (answer.Status, answer.TextAt("code")));
    }

    [Fact]
    public async Task Endpoint_OfAnotherAccount_DoesNotExist()
    {
        var (ann, ben) = (
            await server.AddCallerAsync(scopes: ["webhooks"]),
            await server.AddCallerAsync(scopes: ["webhooks"])
        );
        var path = (await ann.PostAsync(Door, Good)).Header("Location")!;

        Assert.Equal(404, (await ben.GetAsync(path)).Status);
        Assert.Equal(404, (await ben.DeleteAsync(path)).Status);
        Assert.Equal(404, (await ben.PostAsync($"{path}/rotate", "{}")).Status);
        Assert.Equal(404, (await ben.PostAsync($"{path}/test", "")).Status);
        Assert.Equal(404, (await ben.GetAsync($"{path}/deliveries")).Status);
        Assert.Equal(
            404,
            (await ben.PostAsync($"{path}/recover", $$"""{"since": "{{TimeProvider.System.GetUtcNow():O}}"}""")).Status
        );
        Assert.Equal(200, (await ann.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Doors_WithoutTheScope_Are403()
    {
        var caller = await server.AddCallerAsync(scopes: ["generate"]);

        Assert.Equal(403, (await caller.GetAsync(Door)).Status);
        Assert.Equal(403, (await caller.PostAsync(Door, Good)).Status);
        Assert.Equal(403, (await caller.GetAsync($"{Door}/secret")).Status);
    }

    [Fact]
    public async Task Operator_SeesHostsOnlyAndDisablesForGood()
    {
        var caller = await server.AddCallerAsync(scopes: ["webhooks"]);
        var path = (await caller.PostAsync(Door, """{"url": "https://hooks.example.com/in?token=theirs"}""")).Header(
            "Location"
        )!;
        var admin = $"/admin/api/accounts/{caller.AccountId}/webhooks";

        var listed = Assert.Single((await server.Owner().GetAsync(admin)).At("data").EnumerateArray());
        var disabled = await server.Owner().PostAsync($"{admin}/{path[(path.LastIndexOf('/') + 1)..]}/disable", "");

        Assert.Equal("https://hooks.example.com", listed.GetProperty("url").GetString());
        Assert.Equal(204, disabled.Status);
        Assert.Equal("operator", (await caller.GetAsync(path)).TextAt("disabled_reason"));
        var revive = new StringContent("""{"disabled": false}""", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(409, (await caller.SendAsync(HttpMethod.Patch, path, revive)).Status);
        Assert.Equal(
            404,
            (await server.Owner().GetAsync($"/admin/api/accounts/{Guid.CreateVersion7()}/webhooks")).Status
        );
        Assert.Equal(403, (await caller.GetAsync(admin)).Status);
    }

    [Fact]
    public async Task Recover_FromTooLongAgoOrNoTime_Is400()
    {
        var caller = await server.AddCallerAsync(scopes: ["webhooks"]);
        var path = (await caller.PostAsync(Door, Good)).Header("Location")!;

        foreach (var since in new[] { "2020-01-01T00:00:00Z", "yesterday", "" })
        {
            Assert.Equal(400, (await caller.PostAsync($"{path}/recover", $$"""{"since": "{{since}}"}""")).Status);
        }
    }

    [Fact]
    public async Task Test_MoreThanAHundredAnHour_Is429()
    {
        var caller = await server.AddCallerAsync(scopes: ["webhooks"]);
        var path = (await caller.PostAsync(Door, Good)).Header("Location")!;
        await server.House.ExecuteAsync(
            "INSERT INTO call_windows VALUES ('webhook sends', @subject, 99, atelier.now() + interval '5 minutes')",
            new { subject = caller.AccountId.ToByteArray() }
        );

        Assert.Equal(202, (await caller.PostAsync($"{path}/test", "")).Status);
        var refused = await caller.PostAsync($"{path}/test", "");

        Assert.Equal((429, "rate_limited"), (refused.Status, refused.TextAt("code")));
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, null), 200, 300);
    }
}
