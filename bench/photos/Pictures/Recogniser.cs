using Atelier.Imaging.Reading;

namespace Atelier.Bench.Photos.Pictures;

/// <summary>Tells whether a file is the picture of a seed, in whatever format and quality.</summary>
internal sealed class Recogniser
{
    // What rounding and colour subsampling may do to the mean of a tile.
    private const double Tolerance = 8;
    private readonly PictureReader _reader = new(new PictureReaderOptions());

    /// <summary>Null when it is; else what is wrong with it.</summary>
    public async Task<string?> ExamineAsync(byte[] file, int seed, CancellationToken cancellationToken)
    {
        try
        {
            var picture = await _reader.ReadAsync(file, cancellationToken);
            var expected = TestPhoto.TilesOf(seed);
            for (var tile = 0; tile < TestPhoto.Tiles * TestPhoto.Tiles; tile++)
            {
                for (var band = 0; band < 3; band++)
                {
                    var mean = Mean(picture, tile, band);
                    if (Math.Abs(mean - expected[(tile * 3) + band]) > Tolerance)
                    {
                        return $"tile {tile} is {mean:0} where {expected[(tile * 3) + band]} was sent";
                    }
                }
            }

            return null;
        }
        catch (UnreadablePictureException exception)
        {
            return $"it cannot be read: {exception.Reason}";
        }
    }

    /// <summary>Whether it is a picture at all.</summary>
    public async Task<string?> ReadAsync(byte[] file, CancellationToken cancellationToken)
    {
        try
        {
            await _reader.ReadAsync(file, cancellationToken);
            return null;
        }
        catch (UnreadablePictureException exception)
        {
            return $"it cannot be read: {exception.Reason}";
        }
    }

    // The middle of the tile: its edges mix with its neighbours'.
    private static double Mean(Imaging.PixelBuffer picture, int tile, int band)
    {
        var (column, row) = (tile % TestPhoto.Tiles, tile / TestPhoto.Tiles);
        var (width, height) = (picture.Width / TestPhoto.Tiles, picture.Height / TestPhoto.Tiles);
        var (left, top) = (picture.Width * column / TestPhoto.Tiles, picture.Height * row / TestPhoto.Tiles);
        var (sum, count) = (0L, 0);
        for (var y = top + (height / 4); y < top + (height * 3 / 4); y++)
        {
            for (var x = left + (width / 4); x < left + (width * 3 / 4); x++)
            {
                sum += picture.Pixels[(((y * picture.Width) + x) * picture.Bands) + band];
                count++;
            }
        }

        return (double)sum / count;
    }
}
