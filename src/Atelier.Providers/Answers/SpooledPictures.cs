namespace Atelier.Providers.Answers;

/// <summary>
/// Reads pictures that lie in the spool as files of their own. Each has its bound since it was fetched; together they have this one,
/// whatever an answer names.
/// </summary>
/// <param name="most">Bytes of all that are read.</param>
internal sealed class SpooledPictures(AnswerSpool spool, long most = SpooledPictures.Most)
{
    /// <summary>Ten pictures of 3840x2160, at their very worst.</summary>
    public const long Most = 384L * 1024 * 1024;

    private long _left = most;

    /// <summary>Those of the first so many that are there, each with its number.</summary>
    /// <param name="seed">The seed that made them; null when the provider tells none.</param>
    public async Task<List<EncodedPicture>> ReadAllAsync(int count, long? seed, CancellationToken cancellationToken)
    {
        var pictures = new List<EncodedPicture>();
        for (var number = 0; number < count; number++)
        {
            if (await ReadAsync(number, cancellationToken) is { } bytes)
            {
                pictures.Add(new EncodedPicture(bytes, seed) { Number = number });
            }
        }

        return pictures;
    }

    /// <summary>The picture with this number, from 0; null when it is not there, or too large beside those before it.</summary>
    public async Task<byte[]?> ReadAsync(int number, CancellationToken cancellationToken)
    {
        await using var part = await spool.OpenAsync(AnswerSpool.Picture(number), cancellationToken);
        if (part is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await part.CopyToAsync(bytes, cancellationToken);
        if (bytes.Length > _left)
        {
            return null;
        }

        _left -= bytes.Length;
        return bytes.ToArray();
    }
}
