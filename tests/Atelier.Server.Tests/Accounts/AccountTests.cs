using System.Text;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Accounts;

public sealed class AccountTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = People.Accounts;

    private TestCaller Owner => server.Owner();

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task Create_Account_IsFreeAndHasTheMonthsCredits()
    {
        var made = await Owner.PostAsync(Door, """{"name": "  Ann  ", "email": "Anna@Example.com"}""");

        Assert.Equal(201, made.Status);
        Assert.Equal(
            ("Ann", "Anna@Example.com", "free", "open"),
            (made.TextAt("name"), made.TextAt("email"), made.TextAt("tier"), made.TextAt("state"))
        );
        Assert.Equal(150m, made.At("credits").GetDecimal());
        Assert.Equal(7, made.At("id").GetGuid().Version);
        var read = await Owner.GetAsync(made.Header("Location")!);
        Assert.Equal((200, made.Text), (read.Status, read.Text));
    }

    [Theory]
    [InlineData("paid", 3000)]
    [InlineData("premium", 10_000)]
    public async Task Create_Tier_HasItsCredits(string tier, int credits)
    {
        var id = await People.AddAsync(server, $"\"tier\": \"{tier}\"");
        var caller = People.Caller(server, id, await People.AddKeyAsync(server, id));

        var own = await caller.GetAsync("/v1/account");

        Assert.Equal((tier, credits), (own.TextAt("tier"), own.At("credits").GetDecimal()));
        Assert.Equal(credits, own.At("monthly_credits").GetDecimal());
        Assert.EndsWith("-01", own.TextAt("reset_date"), StringComparison.Ordinal);
        Assert.Equal(0m, own.At("reserved_credits").GetDecimal());
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("{\"name\": \"\"}", "name")]
    [InlineData("{\"name\": null}", "name")]
    [InlineData("{\"name\": 7}", "name")]
    [InlineData("{\"name\": \"a\\u0000b\"}", "name")]
    [InlineData("{\"name\": \"LONG\"}", "name")]
    [InlineData("{\"name\": \"x\", \"tier\": \"gold\"}", "tier")]
    [InlineData("{\"name\": \"x\", \"tier\": \"FREE\"}", "tier")]
    [InlineData("{\"name\": \"x\", \"email\": \"nobody\"}", "email")]
    [InlineData("{\"name\": \"x\", \"email\": \"a@b@c\"}", "email")]
    [InlineData("{\"name\": \"x\", \"email\": \"a b@c\"}", "email")]
    [InlineData("{\"name\": \"x\", \"email\": \"ä@example.com\"}", "email")]
    [InlineData("{\"name\": \"x\", \"email\": \"LONG@example.com\"}", "email")]
    [InlineData("{\"name\": \"x\", \"daily_limit\": -2}", "daily_limit")]
    [InlineData("{\"name\": \"x\", \"daily_limit\": 1.5}", "daily_limit")]
    [InlineData("{\"name\": \"x\", \"daily_limit\": 99999999999}", "daily_limit")]
    [InlineData("{\"name\": \"x\", \"max_active\": 0}", "max_active")]
    [InlineData("{\"name\": \"x\", \"closed\": true}", "closed")]
    [InlineData("{\"name\": \"x\", \"credits\": 5}", "credits")]
    [InlineData("{\"name\": \"x\", \"owner\": true}", "owner")]
    public async Task Create_BadField_Is400AndWritesNothing(string body, string field)
    {
        var before = await HouseState.ReadAsync(server.House);

        var answer = await Owner.PostAsync(Door, body.Replace("LONG", new string('x', 256), StringComparison.Ordinal));

        Refusal.IsProblem(answer, 400, "invalid_request", field);
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task Create_LongestAddress_IsTakenAndItsCaseIsNoDifference()
    {
        var email = new string('l', 243) + "@example.com";
        await People.AddAsync(server, $"\"email\": \"{email}\"");
        var before = await HouseState.ReadAsync(server.House);

        var answer = await Owner.PostAsync(Door, $$"""{"name": "x", "email": "{{email.ToUpperInvariant()}}"}""");

        Refusal.IsProblem(answer, 409, "conflict");
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task Change_SomeFields_LeavesTheOthers()
    {
        var id = await People.AddAsync(server, "\"email\": \"change@example.com\", \"daily_limit\": 7");

        var changed = await PatchAsync(id, """{"tier": "paid", "max_active": -1}""");
        var cleared = await PatchAsync(id, """{"email": null, "daily_limit": null}""");

        Assert.Equal(
            ("paid", 7, -1),
            (changed.TextAt("tier"), changed.At("daily_limit").GetInt32(), changed.At("max_active").GetInt32())
        );
        Assert.Equal("change@example.com", changed.TextAt("email"));
        Assert.False(cleared.Json.TryGetProperty("email", out _));
        Assert.False(cleared.Json.TryGetProperty("daily_limit", out _));
        Assert.True(cleared.At("updated_at").GetDateTimeOffset() > cleared.At("created_at").GetDateTimeOffset());
        var audit = await Owner.GetAsync($"/admin/api/audit?account={id}");
        Assert.Equal(
            ["account.change", "account.change", "account.create"],
            audit.At("data").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()!)
        );
        Assert.Equal(
            """["email","daily_limit"]""",
            audit.At("data")[0].GetProperty("details").GetProperty("fields").GetRawText()
        );
        Assert.DoesNotContain("change@example.com", audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_BadFieldsOrForeignIds_IsRefused()
    {
        var id = await People.AddAsync(server);
        await People.AddAsync(server, "\"email\": \"taken@example.com\"");

        Refusal.IsProblem(await PatchAsync(id, """{"name": ""}"""), 400, "invalid_request", "name");
        Refusal.IsProblem(await PatchAsync(id, """{"tier": 1}"""), 400, "invalid_request", "tier");
        Refusal.IsProblem(await PatchAsync(id, """{"email": "Taken@example.com"}"""), 409, "conflict");
        Refusal.IsProblem(await PatchAsync(Guid.CreateVersion7(), "{}"), 404, "not_found");
        Assert.Equal(404, (await Owner.GetAsync($"{Door}/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(404, (await Owner.GetAsync($"{Door}/x")).Status);
    }

    [Fact]
    public async Task Change_Closed_StopsItsKeysUntilItIsOpenedAgain()
    {
        var id = await People.AddAsync(server);
        var caller = People.Caller(server, id, await People.AddKeyAsync(server, id));
        Assert.Equal(200, (await caller.GetAsync("/v1/account")).Status);

        var closed = await PatchAsync(id, """{"closed": true}""");
        var refused = await caller.GetAsync("/v1/account");
        await PatchAsync(id, """{"closed": false}""");

        Assert.Equal("closed", closed.TextAt("state"));
        Refusal.IsProblem(refused, 401, "unauthorized");
        Assert.Equal(200, (await caller.GetAsync("/v1/account")).Status);
    }

    [Fact]
    public async Task Change_OwnerClosed_IsRefused()
    {
        var owner = await server.House.ScalarAsync<Guid>("SELECT id FROM accounts WHERE owner");

        Refusal.IsProblem(await PatchAsync(owner, """{"closed": true}"""), 400, "invalid_request", "closed");
        Refusal.IsProblem(
            await Owner.PostAsync($"{Door}/{owner}/erase", $$"""{"confirm": "{{owner}}"}"""),
            409,
            "conflict"
        );
    }

    [Fact]
    public async Task List_FiltersAndCursor_WalkThroughAll()
    {
        var ids = new List<Guid>();
        for (var index = 0; index < 3; index++)
        {
            ids.Add(await People.AddAsync(server, $"\"tier\": \"paid\", \"email\": \"walk{index}@walk.example\""));
        }

        var first = await Owner.GetAsync($"{Door}?text=WALK.example&limit=2");
        var second = await Owner.GetAsync($"{Door}?text=WALK.example&limit=2&cursor={first.TextAt("next_cursor")}");
        var one = await Owner.GetAsync($"{Door}?tier=paid&email=WALK1@walk.example");

        Assert.Equal(ids.OrderDescending(), Ids(first).Concat(Ids(second)));
        Assert.Equal(2, Ids(first).Count());
        Assert.False(second.At("has_more").GetBoolean());
        Assert.Equal([ids[1]], Ids(one));
    }

    [Theory]
    [InlineData("tier=gold", "tier")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("text=%00", "text")]
    [InlineData("text=", "text")]
    [InlineData("email=%0a", "email")]
    public async Task List_BadQuery_Is400(string query, string field) =>
        Refusal.IsProblem(await Owner.GetAsync($"{Door}?{query}"), 400, "invalid_request", field);

    [Theory]
    [InlineData("account=x", "account")]
    [InlineData("cursor=-1", "cursor")]
    [InlineData("cursor=99999999999999999999", "cursor")]
    [InlineData("limit=1000", "limit")]
    public async Task Audit_BadQuery_Is400(string query, string field) =>
        Refusal.IsProblem(await Owner.GetAsync($"/admin/api/audit?{query}"), 400, "invalid_request", field);

    [Fact]
    public async Task Audit_Cursor_WalksBack()
    {
        var id = await People.AddAsync(server);
        await People.AddKeyAsync(server, id);

        var first = await Owner.GetAsync($"/admin/api/audit?account={id}&limit=1");
        var second = await Owner.GetAsync(
            $"/admin/api/audit?account={id}&limit=1&cursor={first.TextAt("next_cursor")}"
        );

        Assert.Equal("key.create", first.At("data")[0].GetProperty("action").GetString());
        Assert.Equal("account.create", second.At("data")[0].GetProperty("action").GetString());
        Assert.False(second.At("has_more").GetBoolean());
    }

    [Fact]
    public async Task AdminDoors_WithoutTheScope_Are403()
    {
        var caller = await server.AddCallerAsync(scopes: ["generate", "read", "webhooks"]);
        var id = caller.AccountId;
        var before = await HouseState.ReadAsync(server.House);

        foreach (
            var path in (string[])
                [Door, $"{Door}/{id}", $"{Door}/{id}/keys", $"{Door}/{id}/erasure", "/admin/api/audit"]
        )
        {
            Refusal.IsProblem(await caller.GetAsync(path), 403, "forbidden");
        }

        foreach (var path in (string[])[Door, $"{Door}/{id}/keys", $"{Door}/{id}/credits", $"{Door}/{id}/erase"])
        {
            Refusal.IsProblem(await caller.PostAsync(path, "{}"), 403, "forbidden");
        }

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    public async Task Credits_GivenTwiceWithOneKey_AreBookedOnce()
    {
        var id = await People.AddAsync(server);
        var door = $"{Door}/{id}/credits";

        var first = await Owner.PostAsync(door, """{"amount": 2.5, "reason": "a gift"}""", ("Idempotency-Key", "g1"));
        var again = await Owner.PostAsync(door, """{"reason": "a gift", "amount": 2.5}""", ("Idempotency-Key", "g1"));
        var other = await Owner.PostAsync(door, """{"amount": 3, "reason": "a gift"}""", ("Idempotency-Key", "g1"));
        var taken = await Owner.PostAsync(door, """{"amount": -152.5, "reason": "back"}""");
        var tooMuch = await Owner.PostAsync(door, """{"amount": -0.001, "reason": "more"}""");

        Assert.Equal((200, 152.5m), (first.Status, first.At("credits").GetDecimal()));
        Assert.Equal(first.At("entry").GetInt64(), again.At("entry").GetInt64());
        Refusal.IsProblem(other, 422, "idempotency_conflict");
        Assert.Equal(0m, taken.At("credits").GetDecimal());
        Refusal.IsProblem(tooMuch, 409, "conflict");
        Assert.True((await Owner.GetAsync("/admin/api/ledger/check")).At("balanced").GetBoolean());
    }

    [Theory]
    [InlineData("{\"reason\": \"x\"}", "amount")]
    [InlineData("{\"amount\": 0, \"reason\": \"x\"}", "amount")]
    [InlineData("{\"amount\": 0.0001, \"reason\": \"x\"}", "amount")]
    [InlineData("{\"amount\": 1000000001, \"reason\": \"x\"}", "amount")]
    [InlineData("{\"amount\": 79228162514264337593543950335, \"reason\": \"x\"}", "amount")]
    [InlineData("{\"amount\": \"1\", \"reason\": \"x\"}", "amount")]
    [InlineData("{\"amount\": 1}", "reason")]
    [InlineData("{\"amount\": 1, \"reason\": \" \"}", "reason")]
    [InlineData("{\"amount\": 1, \"reason\": \"LONG\"}", "reason")]
    [InlineData("{\"amount\": 1, \"reason\": \"x\", \"tier\": \"paid\"}", "tier")]
    public async Task Credits_BadField_Is400AndBooksNothing(string body, string field)
    {
        var id = await People.AddAsync(server);
        var before = await HouseState.ReadAsync(server.House);

        var answer = await Owner.PostAsync(
            $"{Door}/{id}/credits",
            body.Replace("LONG", new string('x', 501), StringComparison.Ordinal)
        );

        Refusal.IsProblem(answer, 400, "invalid_request", field);
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    public async Task Examples_OfTheDoors_WorkAsTheyStand()
    {
        var document = await Docs.OpenApiDocument.ReadAsync(server);
        var account = (await ExampleAsync(document, Door, Door))[0];
        var id = account.TextAt("id");

        var credits = await ExampleAsync(document, $"{Door}/{{id}}/credits", $"{Door}/{id}/credits");
        var keys = await ExampleAsync(document, $"{Door}/{{id}}/keys", $"{Door}/{id}/keys");
        server.Logs.Forbid(keys[0].TextAt("key")!);
        var path = $"/admin/api/keys/{keys[0].TextAt("id")}/rotate";
        var rotated = await ExampleAsync(document, "/admin/api/keys/{id}/rotate", path);

        Assert.Equal(3097.5m, credits[1].At("credits").GetDecimal());
        Assert.NotEqual(keys[0].TextAt("key"), rotated[0].TextAt("key"));
    }

    private async Task<List<Answer>> ExampleAsync(Docs.OpenApiDocument document, string door, string path)
    {
        var operation = document.Find(new Docs.Door("POST", door, []))!.Value;
        var json = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        var answers = new List<Answer>();
        foreach (var example in json.GetProperty("examples").EnumerateObject())
        {
            answers.Add(await Owner.PostAsync(path, example.Value.GetProperty("value").GetRawText()));
            Assert.True(answers[^1].Status is 200 or 201, answers[^1].Text);
        }

        return answers;
    }

    [Fact]
    public async Task Credits_OfNobody_Are404() =>
        Refusal.IsProblem(
            await Owner.PostAsync($"{Door}/{Guid.CreateVersion7()}/credits", """{"amount": 1, "reason": "x"}"""),
            404,
            "not_found"
        );

    private static IEnumerable<Guid> Ids(Answer page) =>
        page.At("data").EnumerateArray().Select(account => account.GetProperty("id").GetGuid());

    private Task<Answer> PatchAsync(Guid id, string json) =>
        Owner.SendAsync(HttpMethod.Patch, $"{Door}/{id}", new StringContent(json, Encoding.UTF8, "application/json"));
}
