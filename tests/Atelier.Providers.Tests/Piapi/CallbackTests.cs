using System.Text;
using Atelier.Providers.Tests.Serving;
using Microsoft.AspNetCore.Http;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>What PiAPI posts is a hint, and one without our secret is not even that.</summary>
[Trait("Requirement", "A-42")]
public sealed class CallbackTests
{
    [Fact]
    public async Task ReadCallback_WithTheSecretOfItsAttempt_NamesTheTask()
    {
        var (bench, taskId, request) = await CallBackAsync();
        await using var _ = bench;

        Assert.Equal(taskId, Read(bench, request.Body, request.Headers["x-webhook-secret"]));
        Assert.Null(bench.Provider.ReadCallback(Encoding.UTF8.GetBytes(request.Body)));
    }

    [Fact]
    public async Task ReadCallback_WithAnotherSecret_SaysNothing()
    {
        var (bench, _, request) = await CallBackAsync();
        await using var __ = bench;
        var secret = request.Headers["x-webhook-secret"];
        var attempt = Guid.CreateVersion7();

        Assert.Null(Read(bench, request.Body, null));
        Assert.Null(Read(bench, request.Body, ""));
        Assert.Null(Read(bench, request.Body, secret[..^1]));
        Assert.Null(Read(bench, request.Body, secret + "A"));
        Assert.Null(Read(bench, request.Body, $"{attempt:N}{secret[32..]}"));
        Assert.Null(Read(bench, request.Body, $"{attempt:N}."));
        Assert.Null(Read(bench, request.Body, PiapiBench.Key));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{"task_id":7}}""")]
    [InlineData("""{"data":{"task_id":"../account"}}""")]
    [InlineData("""{"task_id":"t-1"}""")]
    public async Task ReadCallback_BodyThatNamesNoTask_SaysNothing(string body)
    {
        var (bench, _, request) = await CallBackAsync();
        await using var __ = bench;

        Assert.Null(Read(bench, body, request.Headers["x-webhook-secret"]));
    }

    [Fact]
    public async Task ReadCallback_LargeBody_SaysNothing()
    {
        var (bench, taskId, request) = await CallBackAsync();
        await using var _ = bench;
        var body = $$$"""{"data":{"task_id":"{{{taskId}}}","x":"{{{new string('x', 256 * 1024)}}}"}}""";

        Assert.Null(Read(bench, body, request.Headers["x-webhook-secret"]));
    }

    private static string? Read(PiapiBench bench, string body, string? secret) =>
        bench.Provider.ReadCallback(
            Encoding.UTF8.GetBytes(body),
            secret is null ? [] : new Dictionary<string, string> { ["X-Webhook-Secret"] = secret }
        );

    private static async Task<(PiapiBench Bench, string TaskId, StubRequest Request)> CallBackAsync()
    {
        var bench = await PiapiBench.StartAsync();
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var door = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            came.TrySetResult();
            return Task.CompletedTask;
        });
        var taskId = await bench.SubmitAsync(Compiled(Create()), new Uri(door.Url, "/v1/callbacks/token"));
        bench.Wire.FinishTasks();
        await came.Task.WaitAsync(PiapiBench.Cancel);
        return (bench, taskId, door.Requests[^1]);
    }
}
