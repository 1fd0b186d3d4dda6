using System.Runtime.InteropServices;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Neural;

/// <summary>
/// U²-Net in its small form: says of each pixel how sure it is that it belongs to the subject. Loaded once for all, run
/// one picture at a time, so that memory and threads stay bounded.
/// </summary>
internal sealed class SubjectNetwork : IDisposable
{
    /// <summary>Pixels of each side that it looks at.</summary>
    internal const int Side = 320;

    // A third thread wins little.
    private const int MostThreads = 2;

    // What the network was trained with: the mean and the deviation of each colour.
    private static readonly (float Mean, float Deviation)[] Colours =
    [
        (0.485f, 0.229f),
        (0.456f, 0.224f),
        (0.406f, 0.225f),
    ];

    private readonly OrtSession _session;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private SubjectNetwork(OrtSession session) => _session = session;

    /// <summary>Null where the library or the weights are missing, or do not load on this machine.</summary>
    internal static SubjectNetwork? Load(VipsOptions options)
    {
        var files = NeuralFiles.Find(options, AppContext.BaseDirectory, RuntimeInformation.ProcessArchitecture);
        if (files is null)
            return null;

        try
        {
            var threads = Math.Min(MostThreads, Environment.ProcessorCount);
            return new SubjectNetwork(new OrtSession(OrtLibrary.Load(files.Library), files.Subjects, threads));
        }
        catch (NeuralException)
        {
            return null;
        }
    }

    /// <summary>For each pixel 0 (background) to 1 (subject).</summary>
    /// <param name="picture">Of <see cref="Side"/> by <see cref="Side"/> pixels.</param>
    internal float[] Look(PixelBuffer picture, CancellationToken cancellationToken)
    {
        var numbers = Numbers(picture);
        _turn.Wait(cancellationToken);
        try
        {
            return Stretched(_session.Run(numbers, [1, 3, Side, Side], cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        // Whoever looks at a picture right now may finish.
        _turn.Wait();
        _session.Dispose();
    }

    private static float[] Numbers(PixelBuffer picture)
    {
        const int Count = Side * Side;
        var numbers = new float[3 * Count];
        var most = 1f;
        for (var at = 0; at < picture.Pixels.Length; at++)
        {
            if (picture.Bands == 3 || at % 4 != 3)
                most = Math.Max(most, picture.Pixels[at]);
        }

        for (var band = 0; band < 3; band++)
        {
            var (mean, deviation) = Colours[band];
            for (var pixel = 0; pixel < Count; pixel++)
                numbers[(band * Count) + pixel] =
                    ((picture.Pixels[(pixel * picture.Bands) + band] / most) - mean) / deviation;
        }

        return numbers;
    }

    // It is hardly ever quite sure.
    private static float[] Stretched(float[] answer)
    {
        var (least, most) = (answer.Min(), answer.Max());
        if (most - least < 0.05f)
            return answer;

        for (var at = 0; at < answer.Length; at++)
            answer[at] = (answer[at] - least) / (most - least);
        return answer;
    }
}
