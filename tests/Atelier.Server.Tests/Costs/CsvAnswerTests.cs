using System.Text;
using Atelier.Server.Costs;
using Microsoft.AspNetCore.Http;

namespace Atelier.Server.Tests.Costs;

public sealed class CsvAnswerTests
{
    [Fact]
    public async Task Execute_ManyLines_SendsThemOnTheWayAndLosesNone()
    {
        var context = new DefaultHttpContext();
        using var sent = new MemoryStream();
        context.Response.Body = sent;
        var early = 0L;
        var lines = Enumerable.Range(0, 20_000).Select(index => $"{index},openai\r\n").ToList();

        await new CsvAnswer("costs.csv", Lines()).ExecuteAsync(context);

        Assert.Equal(string.Concat(lines), Encoding.UTF8.GetString(sent.ToArray()));
        Assert.InRange(early, 1, sent.Length - 1);
        Assert.Equal("attachment; filename=costs.csv", context.Response.Headers.ContentDisposition);

        async IAsyncEnumerable<string> Lines()
        {
            foreach (var line in lines)
            {
                yield return line;
                await Task.CompletedTask;
            }

            // Before the last line is known to be the last.
            early = sent.Length;
        }
    }

    [Fact]
    public async Task Execute_FailsBeforeTheFirstLine_HasSentNothing()
    {
        var context = new DefaultHttpContext();
        using var sent = new MemoryStream();
        context.Response.Body = sent;

        await Assert.ThrowsAsync<InvalidDataException>(() =>
            new CsvAnswer("costs.csv", Failing()).ExecuteAsync(context)
        );

        Assert.Equal(0, sent.Length);

        static async IAsyncEnumerable<string> Failing()
        {
            await Task.CompletedTask;
            throw new InvalidDataException();
#pragma warning disable CS0162 // What makes it an iterator.
            yield break;
#pragma warning restore CS0162
        }
    }
}
