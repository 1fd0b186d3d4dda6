namespace Atelier.Core.Images;

/// <summary>How a picture came to be, in the words of IPTC's NewsCodes; it stands in the XMP of every file.</summary>
public enum DigitalSourceType
{
    /// <summary>Made by a trained model from a text.</summary>
    TrainedAlgorithmicMedia,

    /// <summary>Given content, changed by a trained model.</summary>
    CompositeWithTrainedAlgorithmicMedia,

    /// <summary>Made by an algorithm without a trained model, such as the local painter.</summary>
    AlgorithmicMedia,

    /// <summary>Given content, changed by an algorithm without a trained model, such as a filter.</summary>
    AlgorithmicallyEnhanced,
}
