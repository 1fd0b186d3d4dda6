using Atelier.Imaging.Cutting;
using Atelier.Imaging.Enlarging;
using Atelier.Imaging.Filling;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Stylising;
using Atelier.Imaging.Varying;

namespace Atelier.Imaging.Changing;

/// <summary>
/// Changes photos without any service: enlarges, fills, grows, varies, cuts out. Within the pixels that all of the process may
/// hold at a time; whoever calls must hold no share of them. Works off the caller's thread; may be used by many threads.
/// </summary>
public sealed class PhotoWorkshop : IDisposable
{
    // A pixel of the budget stands for the 8 to 16 bytes of a decoder; these are what work takes beside photo and result.
    private const int EnlargeWeight = 3;
    private const int FillWeight = 4;
    private const int VaryWeight = 1;
    private const int CutWeight = 1;

    private readonly PixelBudget _budget;
    private readonly SharedCores _cores;
    private readonly Lazy<SubjectNetwork?> _network;

    public PhotoWorkshop(PictureReaderOptions options)
        : this(options, Environment.ProcessorCount) { }

    internal PhotoWorkshop(PictureReaderOptions options, int degree)
    {
        _budget = PixelBudget.Of(options);
        _cores = new SharedCores(degree);
        _network = new Lazy<SubjectNetwork?>(() => SubjectNetwork.Load(options.Vips));
    }

    /// <summary>Whether subjects are found by a network; else only before plain backgrounds. The first call loads it.</summary>
    public bool HasNetwork => _network.Value is not null;

    /// <summary>The photo in a larger size of its own ratio, about.</summary>
    /// <param name="detail">Whether the detail that is there is sharpened.</param>
    /// <param name="denoise">Whether noise is taken out before.</param>
    public Task<PixelBuffer> EnlargeAsync(
        PixelBuffer photo,
        int width,
        int height,
        bool detail,
        bool denoise,
        CancellationToken cancellationToken
    ) =>
        WorkAsync(
            EnlargeWeight * (long)width * height,
            rows => Enlarger.Enlarge(photo, width, height, detail, denoise, rows),
            cancellationToken
        );

    /// <summary>The photo with what a mask marks filled from its surroundings; every other pixel stays exactly as it is.</summary>
    /// <param name="mask">Of any size; see <see cref="MaskMaker"/> for what it marks.</param>
    public Task<PixelBuffer> FillAsync(
        PixelBuffer photo,
        PixelBuffer mask,
        uint seed,
        CancellationToken cancellationToken
    ) =>
        WorkAsync(
            FillWeight * PixelsOf(photo),
            rows => PictureFiller.Fill(photo, MaskMaker.Marks(mask, photo.Width, photo.Height), seed, rows),
            cancellationToken
        );

    /// <summary>The photo with so many pixels around it, filled from what it shows; its own stay exactly as they are.</summary>
    public Task<PixelBuffer> GrowAsync(
        PixelBuffer photo,
        int left,
        int right,
        int top,
        int bottom,
        uint seed,
        CancellationToken cancellationToken
    ) =>
        WorkAsync(
            FillWeight * (long)(photo.Width + left + right) * (photo.Height + top + bottom),
            rows => PictureFiller.Grow(photo, left, right, top, bottom, seed, rows),
            cancellationToken
        );

    /// <summary>Another frame, light and mood of the photo, in its size.</summary>
    /// <param name="strength">0 to 1: how far it goes.</param>
    public Task<PixelBuffer> VaryAsync(
        PixelBuffer photo,
        ulong seed,
        float strength,
        CancellationToken cancellationToken
    ) =>
        WorkAsync(
            VaryWeight * PixelsOf(photo),
            rows => new Varier(seed, strength).Apply(photo, rows),
            cancellationToken
        );

    /// <summary>The photo's subject, in its size with alpha.</summary>
    /// <exception cref="NoSubjectException">The background is not plain, or nothing stands before it.</exception>
    /// <exception cref="NeuralException">The network is not there, or could not be run.</exception>
    public Task<PixelBuffer> CutOutAsync(PixelBuffer photo, CutOptions options, CancellationToken cancellationToken) =>
        options.Method == CutMethod.Network && !HasNetwork
            ? Task.FromException<PixelBuffer>(new NeuralException("The network that finds subjects is not there."))
            : WorkAsync(
                CutWeight * PixelsOf(photo),
                rows => Cutter.Cut(photo, options, _network.Value, rows, cancellationToken),
                cancellationToken
            );

    public void Dispose()
    {
        if (_network.IsValueCreated)
            _network.Value?.Dispose();
    }

    private async Task<PixelBuffer> WorkAsync(
        long weight,
        Func<Rows, PixelBuffer> work,
        CancellationToken cancellationToken
    )
    {
        using var share = await _budget.TakeAsync(weight, Patience.Waits, cancellationToken);
        return await Task.Run(
            () =>
            {
                using var working = _cores.Enter();
                return work(new Rows(() => _cores.Share, cancellationToken));
            },
            cancellationToken
        );
    }

    private static long PixelsOf(PixelBuffer photo) => (long)photo.Width * photo.Height;
}
