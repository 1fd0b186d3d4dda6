namespace Atelier.Imaging.Reading;

/// <summary>What fitting a picture into another size does to it.</summary>
/// <param name="Scale">How often a side of the picture goes into its new one: above 1 it is enlarged.</param>
/// <param name="CroppedShare">The part of its area that is cut off, 0 to below 1.</param>
/// <param name="EnlargesMuch">By more than two: it will look soft.</param>
/// <param name="CropsMuch">More than 15 % is cut off: something may be missing.</param>
public sealed record FitReport(double Scale, double CroppedShare, bool EnlargesMuch, bool CropsMuch);
