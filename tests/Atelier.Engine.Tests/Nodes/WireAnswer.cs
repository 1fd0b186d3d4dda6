using System.Text.Json;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Vips;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>What a test wire leaves in the spool: its pictures as parts of their own, and this beside them.</summary>
/// <param name="Cost">Nano-dollars; null tells none.</param>
/// <param name="Left">How many of its first pictures are not given out.</param>
internal sealed record WireAnswer(int Pictures, long? Cost, FailureKind? Unreadable, bool ReadsAsFree, int Left)
{
    private static readonly byte[] Garbage = [1, 2, 3];

    private static readonly Lazy<byte[]> Png = new(() =>
    {
        VipsRuntime.Start(new VipsOptions());
        return PictureEncoder.Png(new PixelBuffer(16, 16, 3, new byte[16 * 16 * 3]));
    });

    public static WireAnswer Of(WireAct act, int pictures, long cost) =>
        new(pictures, act.Silent ? null : act.Cost ?? cost, act.Unreadable, act.ReadsAsFree, act.Left);

    /// <summary>Writes the pictures, and then this as the part <paramref name="last"/>.</summary>
    /// <param name="garbage">Numbers of pictures whose bytes are none.</param>
    public async Task WriteAsync(
        AnswerSpool spool,
        IReadOnlyList<int> garbage,
        string last,
        CancellationToken cancellationToken
    )
    {
        for (var number = 0; number < Pictures; number++)
        {
            ReadOnlyMemory<byte> bytes = garbage.Contains(number) ? Garbage : Png.Value;
            await spool.WriteAsync(
                AnswerSpool.Picture(number),
                async (stream, cancel) => await stream.WriteAsync(bytes, cancel),
                cancellationToken
            );
        }

        await spool.WriteAsync(
            last,
            (stream, cancel) => JsonSerializer.SerializeAsync(stream, this, cancellationToken: cancel),
            cancellationToken
        );
    }

    public static async Task<WireAnswer> ReadAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<WireAnswer>(await BytesAsync(spool, AnswerSpool.Answer, cancellationToken))
        ?? throw new InvalidOperationException("The spool holds null.");

    public async Task<IReadOnlyList<EncodedPicture>> ReadPicturesAsync(
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var pictures = new List<EncodedPicture>();
        for (var number = Left; number < Pictures; number++)
        {
            var bytes = await BytesAsync(spool, AnswerSpool.Picture(number), cancellationToken);
            pictures.Add(new EncodedPicture(bytes, null) { Number = Left > 0 ? number : null });
        }

        return pictures;
    }

    private static async Task<byte[]> BytesAsync(AnswerSpool spool, string part, CancellationToken cancellationToken)
    {
        await using var stream =
            await spool.OpenAsync(part, cancellationToken)
            ?? throw new InvalidOperationException($"The spool holds no {part}.");
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
