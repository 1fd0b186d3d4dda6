using Atelier.Engine.Accounts;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Accounts;

/// <summary>Accounts and keys made by the operator's doors.</summary>
internal static class People
{
    public const string Accounts = "/admin/api/accounts";

    private static int _number;

    /// <summary>A name that no other account of the tests has.</summary>
    public static string Name() => $"Person {Interlocked.Increment(ref _number)}";

    public static async Task<Guid> AddAsync(TestServer server, string fields = "")
    {
        var answer = await server
            .Owner()
            .PostAsync(Accounts, $$"""{"name": "{{Name()}}"{{(fields.Length > 0 ? ", " + fields : "")}}}""");
        Assert.True(answer.Status == 201, answer.Text);
        return answer.At("id").GetGuid();
    }

    /// <summary>A key, as the answer that shows its secret.</summary>
    public static async Task<Answer> AddKeyAsync(TestServer server, Guid account, string scopes = "\"generate\"")
    {
        var answer = await server
            .Owner()
            .PostAsync($"{Accounts}/{account}/keys", $$"""{"name": "site", "scopes": [{{scopes}}]}""");
        Assert.True(answer.Status == 201, answer.Text);
        server.Logs.Forbid(answer.TextAt("key")!);
        return answer;
    }

    /// <summary>Waits until an account whose erasing was asked for is erased, here or by the service's own round.</summary>
    public static async Task<Answer> ForgottenAsync(TestServer server, Guid account)
    {
        var eraser = server.Services.GetRequiredService<Eraser>();
        Answer? report = null;
        await TestServer.UntilAsync(async () =>
        {
            await eraser.RunOnceAsync(TestContext.Current.CancellationToken);
            report = await server.Owner().GetAsync($"{Accounts}/{account}/erasure");
            return report.Status == 200 && report.TextAt("state") == "done";
        });
        return report!;
    }

    public static TestCaller Caller(TestServer server, Guid account, Answer key) =>
        new(server, account, key.TextAt("key"));
}
