using System.Text;
using Atelier.Client.Events;

namespace Atelier.Client.Tests.Events;

public sealed class EventReaderTests
{
    [Theory]
    [InlineData("id: 1\nevent: a\ndata: x\n\n", "1|a|x")]
    [InlineData("id: 1\r\ndata: x\r\ndata: y\r\n\r\n", "1||x\ny")]
    [InlineData("data:x\rid:2\r\r", "2||x")]
    [InlineData("data\n\n", "||")]
    [InlineData("id: 1\n\n", "")]
    [InlineData(": ping\n\nretry: 3\nfoo: bar\ndata: x\n\n", "~;||x")]
    [InlineData("data: x\n\ndata: y\n", "||x")]
    [InlineData("data: ü€😀\n\n", "||ü€😀")]
    public async Task ReadAsync_Text_IsReadAsTheStandardSays(string text, string expected)
    {
        foreach (var chunk in (int[])[1, 2, 7, 4096])
        {
            var read = new List<string>();
            await foreach (
                var next in EventReader.ReadAsync(
                    new DrippingStream(Encoding.UTF8.GetBytes(text), chunk),
                    TestContext.Current.CancellationToken
                )
            )
            {
                read.Add(next is null ? "~" : $"{next.Id}|{next.Name}|{next.Data}");
            }

            Assert.Equal(expected, string.Join(';', read));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("data: x\n")]
    public async Task ReadAsync_WithoutEnd_Throws(string part)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 200_000)));

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (
                var _ in EventReader.ReadAsync(new DrippingStream(bytes, 4096), TestContext.Current.CancellationToken)
            ) { }
        });
    }

    private sealed class DrippingStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
