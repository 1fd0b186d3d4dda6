using System.Runtime.CompilerServices;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Renditions;

/// <summary>A picture of 600 by 400 pixels and whom it belongs to.</summary>
internal sealed record RenderedImage(TestServer Server, TestCaller Caller, Guid Id)
{
    public const int Width = 600;
    public const int Height = 400;

    private static readonly ConditionalWeakTable<TestServer, Lazy<Task<RenderedImage>>> Shared = [];

    public string Path => $"/v1/images/{Id}";

    /// <summary>One for all tests of a server that change nothing about it.</summary>
    public static Task<RenderedImage> SharedAsync(TestServer server) =>
        Shared.GetValue(server, _ => new Lazy<Task<RenderedImage>>(() => MakeAsync(server))).Value;

    /// <summary>One of its own.</summary>
    public static async Task<RenderedImage> MakeAsync(TestServer server)
    {
        var caller = await server.AddCallerAsync();
        var made = await caller.GenerateAsync(Bodies.With($"\"size\": \"{Width}x{Height}\", \"quality\": \"draft\""));
        return new RenderedImage(server, caller, made.At("images")[0].GetProperty("id").GetGuid());
    }

    /// <summary>By the owner's key.</summary>
    public Task<Answer> GetAsync(string rendition, params (string, string)[] headers) =>
        Caller.GetAsync($"{Path}/{rendition}", headers);

    /// <summary>An address that the door of addresses signed.</summary>
    public async Task<string> SignAsync(string body)
    {
        var answer = await Caller.PostAsync($"{Path}/urls", body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.TextAt("url")!;
    }

    /// <summary>How many pictures the server has rendered on demand so far.</summary>
    public static async Task<int> RenderedAsync(TestServer server) =>
        (int)await MetricAsync(server, "atelier_render_duration_seconds_count");

    /// <summary>How many renditions came from the cache so far.</summary>
    public static async Task<int> HitsAsync(TestServer server) =>
        (int)await MetricAsync(server, "atelier_render_cache_hits_total");

    private static async Task<double> MetricAsync(TestServer server, string name) =>
        (await server.Owner().GetAsync("/metrics"))
            .Text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
}
