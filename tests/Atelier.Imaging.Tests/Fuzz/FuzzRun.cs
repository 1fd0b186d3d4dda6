using System.Buffers.Binary;
using Atelier.Imaging.Reading;
using Microsoft.Win32.SafeHandles;

namespace Atelier.Imaging.Tests.Fuzz;

/// <summary>Reads spoilt files by their seeds, a few at a time, and keeps those that a reader must not answer so.</summary>
internal sealed class FuzzRun(string name, Mutator mutator, PictureReaderOptions limits) : IDisposable
{
    private readonly PictureReader _reader = new(limits);
    private readonly string _folder = Directory
        .CreateDirectory(Path.Combine(Repository.Folder("artifacts"), "imaging", "fuzz"))
        .FullName;

    private readonly Lock _lock = new();
    private readonly List<string> _problems = [];
    private SafeFileHandle? _notes;
    private int _accepted;

    internal IReadOnlyList<string> Problems => _problems;

    internal int Accepted => _accepted;

    internal async Task RunAsync(ulong first, int count, CancellationToken cancellationToken)
    {
        _notes ??= File.OpenHandle(Path.Combine(_folder, $"{name}.seeds"), FileMode.Create, FileAccess.Write);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Environment.ProcessorCount),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Environment.ProcessorCount,
                CancellationToken = cancellationToken,
            },
            async (worker, cancel) =>
            {
                for (var number = worker; number < count; number += Environment.ProcessorCount)
                {
                    Note(worker, first + (ulong)number);
                    await ReadAsync(first + (ulong)number, cancel);
                }
            }
        );
    }

    public void Dispose() => _notes?.Dispose();

    private async Task ReadAsync(ulong seed, CancellationToken cancellationToken)
    {
        var bytes = mutator.Make(seed);
        try
        {
            var picture = await _reader.ReadAsync(bytes, cancellationToken);
            Interlocked.Increment(ref _accepted);
            if (!IsAllowed(picture))
                Keep(seed, bytes, $"{picture.Width} x {picture.Height} x {picture.Bands} were accepted");
        }
        catch (UnreadablePictureException)
        {
            // The one exception that says whose fault it is.
        }
#pragma warning disable CA1031 // Whatever else comes is what this run is here to find.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Keep(seed, bytes, failure.ToString());
        }
    }

    private bool IsAllowed(PixelBuffer picture) =>
        Math.Max(picture.Width, picture.Height) <= limits.MaxSide
        && (long)picture.Width * picture.Height <= limits.MaxPixels
        && picture.Bands is (3 or 4)
        && picture.Pixels.Length == picture.Width * picture.Height * picture.Bands;

    private void Keep(ulong seed, byte[] bytes, string problem)
    {
        File.WriteAllBytes(Path.Combine(_folder, $"{name}-{seed}.bin"), bytes);
        lock (_lock)
            _problems.Add($"{name}, seed {seed}: {problem}");
    }

    // A crash ends the process without a word; the seeds in work are left behind in the file.
    private void Note(int worker, ulong seed)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, seed);
        RandomAccess.Write(_notes!, number, 8 * worker);
    }
}
