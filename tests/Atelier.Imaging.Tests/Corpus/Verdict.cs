using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>What must become of a file.</summary>
internal abstract record Verdict
{
    /// <summary>Whether a wrong acceptance or refusal cannot pass.</summary>
    internal virtual bool IsExact => true;

    internal abstract bool Allows(Outcome outcome);

    internal static Verdict Accepted(int width, int height) => new AcceptedVerdict(width, height, null, 0);

    /// <param name="tolerance">The largest difference of any byte.</param>
    internal static Verdict Accepted(PixelBuffer pixels, int tolerance = 0) =>
        new AcceptedVerdict(pixels.Width, pixels.Height, pixels, tolerance);

    internal static Verdict Refused(params UnreadablePictureReason[] reasons) => new RefusedVerdict(reasons);

    internal static Verdict Either(params Verdict[] verdicts) => new EitherVerdict(verdicts);

    private sealed record AcceptedVerdict(int Width, int Height, PixelBuffer? Pixels, int Tolerance) : Verdict
    {
        internal override bool Allows(Outcome outcome) =>
            outcome.Picture is { } picture
            && (picture.Width, picture.Height) == (Width, Height)
            && (Pixels is null || LooksLike(picture, Pixels));

        public override string ToString() =>
            $"accepted as {Width} x {Height}{(Pixels is null ? "" : " with its pixels")}";

        private bool LooksLike(PixelBuffer picture, PixelBuffer expected) =>
            picture.Bands == expected.Bands
            && picture.Pixels.Zip(expected.Pixels).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance);
    }

    private sealed record RefusedVerdict(UnreadablePictureReason[] Reasons) : Verdict
    {
        internal override bool Allows(Outcome outcome) => outcome.Reason is { } reason && Reasons.Contains(reason);

        public override string ToString() => $"refused as {string.Join(" or ", Reasons)}";
    }

    private sealed record EitherVerdict(Verdict[] Verdicts) : Verdict
    {
        internal override bool IsExact => false;

        internal override bool Allows(Outcome outcome) => Verdicts.Any(verdict => verdict.Allows(outcome));

        public override string ToString() => string.Join(", or ", Verdicts.Select(verdict => verdict.ToString()));
    }
}
